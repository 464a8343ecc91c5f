"""The moment two people press at once, on a real PostgreSQL with two connections."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from motcua.kernel.errors import Refused
from motcua.workflow import commands, queries
from motcua.workflow.errors import ItemClosed, ItemHeld
from motcua.workflow.models import Definition, Token, WorkItem

from .factories import MONDAY, SYSTEM, finished, published, started
from .graphs import land_process

pytestmark = pytest.mark.django_db(transaction=True)
LATER = MONDAY + timedelta(hours=2)


def together(*acts: Callable[[], object]) -> list[object]:
    """Do acts at once, each on its own connection; what each returned or was refused with."""
    barrier, answers = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            answers[place] = act()
        except Refused as refusal:
            answers[place] = refusal
        finally:
            connection.close()

    threads = [Thread(target=run, args=(i, act)) for i, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


def finishing(item_id: int, person: object) -> Callable[[], object]:
    def act() -> object:
        with transaction.atomic():
            return commands.finish(
                item_id=item_id, outcome="done", variables={}, by=person.actor, at=LATER
            )

    return act


def checks(team: object) -> list[int]:
    received = started(published(land_process()), team.office).opened[0]
    return [item.id for item in finished(received, team.hoa).opened]


@pytest.mark.parametrize("_round", range(5))
def test_of_two_who_finish_at_once_one_is_told_who_was_first(real_team, _round: int) -> None:
    item_id = checks(real_team)[0]
    answers = together(finishing(item_id, real_team.binh), finishing(item_id, real_team.cuc))
    (refusal,) = [answer for answer in answers if isinstance(answer, ItemClosed)]
    first = real_team.cuc if answers[0] is refusal else real_team.binh
    assert first.name in str(refusal)
    assert "10:00 23/11/2026" in str(refusal)
    assert queries.item(item_id).closed_by_post_id == first.post_id


@pytest.mark.parametrize("_round", range(5))
def test_two_branches_that_end_at_once_open_the_next_step_once(real_team, _round: int) -> None:
    first, second = checks(real_team)
    answers = together(finishing(first, real_team.binh), finishing(second, real_team.cuc))
    assert sorted(len(answer.opened) for answer in answers) == [0, 1]
    assert WorkItem.objects.filter(node_id="duyet").count() == 1
    assert Token.objects.filter(left_at__isnull=True).count() == 1


def test_of_two_who_take_at_once_one_holds_it(real_team) -> None:
    item_id = checks(real_team)[0]

    def taking(person: object) -> Callable[[], object]:
        def act() -> object:
            with transaction.atomic():
                return commands.take(item_id=item_id, by=person.actor, at=LATER)

        return act

    answers = together(taking(real_team.binh), taking(real_team.cuc))
    assert sum(isinstance(answer, ItemHeld) for answer in answers) == 1


def test_two_who_publish_at_once_make_one_version_of_the_same(real_team) -> None:
    def act() -> object:
        return commands.publish(land_process(), key="x", source="", by=SYSTEM, at=MONDAY)

    answers = together(act, act)
    assert [answer.version for answer in answers] == [1, 1]
    assert Definition.objects.count() == 1
