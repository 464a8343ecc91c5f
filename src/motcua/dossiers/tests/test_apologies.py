"""Letters of apology before the day: who gets a draft, when, and what goes to signature."""

from datetime import date, timedelta

import pytest

from motcua.dossiers import commands, queries
from motcua.dossiers.errors import AlreadyApologised, ApologyMissing, NoDraft, NotLater
from motcua.dossiers.models import Apology, Dossier, Promise
from motcua.dossiers.queries import Period
from motcua.kernel import history
from motcua.kernel.clock import local_day
from tests.scene import once
from tests.world import NOON, World, receive

from .lived_in import answer, ask, begin_without_history
from .people import decide, finish, holder, open_item, until, waive

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker, tmp_path_factory):
    with once(django_db_blocker, tmp_path_factory.mktemp("files")) as (world, _clock):
        begin_without_history()
        yield world


@pytest.fixture
def world(province: World, db: None) -> World:
    return province


def appraised(world: World, at=NOON) -> int:
    """Bình appraises it, with the steps behind him still to come."""
    dossier_id = receive(world, at=at).dossier_id
    until(world, dossier_id, "appraise", at=at)
    return dossier_id


def timed(world: World) -> int:
    """One whose process gives each step its time; nobody has begun."""
    answers = (("has_financial_obligation", True),)
    return receive(world, world.land, answers=answers).dossier_id


def evening(day: date):
    """A quarter past five of a day."""
    return NOON + (day - local_day(NOON)) + 7 * HOUR + HOUR / 4


def due_on(dossier_id: int) -> date:
    found = Dossier.objects.get(pk=dossier_id).due_on
    assert found is not None
    return found


def two_days_before(dossier_id: int) -> date:
    """The working day two working days before its day; weekends are off."""
    day, left = due_on(dossier_id), 2
    while left:
        day -= DAY
        left -= day.weekday() < 5
    return day


def test_who_will_be_late_has_a_draft_two_working_days_before(world):
    late, asked = timed(world), timed(world)
    finish(world, asked)
    ask(world, asked, at=NOON, by=holder(world, open_item(asked)))
    day = two_days_before(late)
    assert commands.foresee_apologies(at=evening(day - DAY)) == 0
    assert commands.foresee_apologies(at=evening(day)) == 1
    assert commands.foresee_apologies(at=evening(day)) == 0
    draft = Apology.objects.get()
    assert (draft.dossier_id, draft.state, draft.due_on) == (late, "draft", due_on(late))
    assert draft.until_on > draft.due_on
    assert draft.needed_minutes > draft.left_minutes
    assert draft.step
    assert draft.drafted_by_post_id is None


def test_who_is_quick_enough_has_none(world):
    quick = timed(world)
    day = two_days_before(quick)
    finish(world, quick)
    decide(world, quick)
    assert commands.foresee_apology(dossier_id=quick, at=evening(day - 7 * DAY)) is False
    finish(world, quick)
    assert open_item(quick).kind == "wait"
    assert commands.foresee_apologies(at=evening(day)) == 0


def test_the_signed_letter_has_its_number_and_the_first_day_stays(world):
    dossier_id = appraised(world)
    commands.draft_apology(dossier_id=dossier_id, by=world.em, at=NOON)
    promised = Promise.objects.get(dossier_id=dossier_id)
    until_on = due_on(dossier_id) + 14 * DAY
    with pytest.raises(NotLater):
        commands.edit_apology(
            dossier_id=dossier_id, cause="overload", reason="", until=due_on(dossier_id),
            by=world.em, at=NOON,
        )  # fmt: skip
    commands.edit_apology(
        dossier_id=dossier_id, cause="overload", reason="Đợt cao điểm", until=until_on,
        by=world.em, at=NOON,
    )  # fmt: skip
    commands.approve_apology(dossier_id=dossier_id, by=world.em, at=NOON + HOUR)
    after = Promise.objects.get(dossier_id=dossier_id)
    assert (after.due_at, after.original_due_at) == (promised.due_at, promised.original_due_at)
    assert local_day(after.again_at) == until_on
    letter = queries.apology_of(dossier_id)
    assert letter is not None
    assert (letter.state, letter.cause, letter.sent_at) == ("sent", "overload", NOON + HOUR)
    page = queries.page(dossier_id, world.em)
    assert page.extensions[0].reason == "Quá tải, nhiều hồ sơ cùng lúc. Đợt cao điểm"
    with pytest.raises(NoDraft):
        commands.approve_apology(dossier_id=dossier_id, by=world.em, at=NOON + HOUR)
    with pytest.raises(AlreadyApologised):
        commands.draft_apology(dossier_id=dossier_id, by=world.em, at=NOON + HOUR)


def to_signature(world: World, dossier_id: int, at) -> None:
    """Until the step is finished behind which somebody signs."""
    for _n in range(6):
        item = open_item(dossier_id)
        outcome = item.outcomes[0].code
        commands.finish_item(item_id=item.id, outcome=outcome, by=holder(world, item), at=at)
        if open_item(dossier_id).step_kind == "approve":
            return
    raise AssertionError("nobody signs")


def test_a_late_dossier_goes_to_signature_with_its_letter_only(world):
    late = NOON + 60 * DAY
    bare, sent, waived = (receive(world).dossier_id for _n in range(3))
    for dossier_id in (bare, sent, waived):
        until(world, dossier_id, "appraise")
    commands.draft_apology(dossier_id=sent, by=world.em, at=NOON + DAY)
    commands.approve_apology(dossier_id=sent, by=world.em, at=NOON + DAY)
    waive(world, waived, at=late)
    with pytest.raises(ApologyMissing, match="chưa có thư xin lỗi"):
        to_signature(world, bare, late)
    for dossier_id in (sent, waived):
        to_signature(world, dossier_id, late)


def test_the_register_tells_with_without_before_after_and_why(world):
    late = NOON + 60 * DAY
    names = ("before", "after", "waived", "short", "seen")
    ids = {name: appraised(world) for name in names}
    codes = {Dossier.objects.get(pk=pk).code: name for name, pk in ids.items()}
    commands.draft_apology(dossier_id=ids["before"], by=world.em, at=NOON)
    commands.approve_apology(dossier_id=ids["before"], by=world.em, at=NOON)
    commands.draft_apology(dossier_id=ids["after"], by=world.em, at=late)
    commands.approve_apology(dossier_id=ids["after"], by=world.em, at=late)
    waive(world, ids["waived"], at=late)
    period = Period(local_day(NOON), local_day(late), late)

    def part(name: str) -> set[str]:
        rows = queries.register(world.oanh, period, name).rows
        assert [r.code for r in queries.register_rows(world.oanh, period, name)] == [
            r.code for r in rows
        ]
        return {codes[r.code] for r in rows if r.code in codes}

    assert part("in_time") == {"before"}
    assert part("after") == {"after"}
    assert part("waived") == {"waived"}
    assert part("without") == {"waived", "short", "seen"}
    assert part("unforeseen") == {"after", "waived", "short", "seen"}
    counts = queries.register_counts(world.oanh, period)
    assert counts["all"] == counts["in_time"] + counts["after"] + counts["without"]
    assert part("__class__") == set()
    why = {codes[r.code]: r.why for r in queries.register(world.oanh, period, "all").rows}
    assert why["before"] == ""
    assert why["short"] == "Các bước còn lại không được giao thời gian"
    ids_of = Dossier.objects.filter(pk__in=ids.values()).values("pk")
    assert queries.apologised(ids_of, by=local_day(late)) == (1, 2)
    assert queries.apologised(ids_of, by=local_day(NOON)) == (1, 1)


def test_why_a_late_one_had_no_draft(world):
    late = NOON + 60 * DAY
    period = Period(local_day(NOON), local_day(late), late)
    seen, stood = timed(world), appraised(world)
    row = Dossier.objects.get(pk=stood)
    ask(world, stood, at=NOON + DAY)
    answer(world, stood, at=NOON + 40 * DAY)
    Promise.objects.filter(dossier_id=stood).update(due_at=row.due_at)
    Dossier.objects.filter(pk=stood).update(due_at=row.due_at, due_on=row.due_on)
    told = {r.code: r.why for r in queries.register(world.oanh, period, "unforeseen").rows}
    assert told[Dossier.objects.get(pk=seen).code].startswith("Đáng ra phải có dự thảo")
    assert told[row.code].startswith("Khi đó đồng hồ đang dừng")


def test_drafts_are_before_who_may_sign_them(world):
    dossier_id = appraised(world)
    commands.draft_apology(dossier_id=dossier_id, by=world.em, at=NOON)
    for who, seen in ((world.em, 1), (world.dung, 1), (world.binh, 0), (world.tam, 0)):
        assert queries.draft_count(who) == seen
    (row,) = queries.drafts(world.em, NOON).rows
    assert row.send_by < row.due_on < row.until_on
    assert list(queries.draft_rows(world.em, NOON)) == [row]
    assert queries.drafts(world.em, NOON, text="không có ai").rows == ()


def test_a_letter_of_the_leaders_own_is_that_letter(world):
    dossier_id = appraised(world)
    commands.draft_apology(dossier_id=dossier_id, by=world.em, at=NOON)
    commands.extend_promise(
        dossier_id=dossier_id, until=date(2027, 1, 15), document="45/PXL", reason="Đo lại",
        by=world.em, at=NOON,
    )  # fmt: skip
    letter = queries.apology_of(dossier_id)
    assert letter is not None
    assert (letter.no, letter.state, letter.until_on) == (1, "sent", date(2027, 1, 15))
    row = Dossier.objects.get(pk=dossier_id)
    kinds = [e.kind for e in history.entries(row.year, row.pk)]
    assert kinds.count("promise.extended") == 1


def test_a_draft_of_a_dossier_that_has_ended_waits_no_more(world):
    dossier_id = appraised(world)
    commands.draft_apology(dossier_id=dossier_id, by=world.em, at=NOON)
    commands.withdraw(dossier_id=dossier_id, by=world.hoa, at=NOON)
    assert queries.draft_count(world.em) == 0
