"""Tables that cannot be read are refused with every reason, and nothing is guessed."""

from typing import Any

import pytest

from motcua.workflow.tables import ActorMap, Readings, TableRefused, graph_from_table
from motcua.workflow.tables.titles import MOST, short_title

ACTORS = """
[actors."Bộ phận một cửa"]
unit = "receiving"
role = "counter"
kind = "receive"
external = false
reviewed = "Nơi tiếp nhận."
[actors."Phòng chuyên môn"]
unit = "division"
role = "appraiser"
kind = "process"
external = false
reviewed = "Phòng phụ trách."
[actors."Cơ quan thuế"]
unit = "external:tax"
role = ""
kind = "finance"
external = true
reviewed = "Ở ngoài hệ thống."
"""


def step(
    no: str, actor: str | None, duration: Any = 1, unit: str | None = "ngày"
) -> dict[str, Any]:
    return {
        "no": no,
        "name": f"Việc số {no}",
        "actor": actor,
        "duration": duration,
        "unit": unit,
        "duration_text": None,
        "output": None,
    }


def record(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    total = {"value": 5, "unit": "ngày làm việc", "text": "5 ngày làm việc"}
    return {
        "id": "T-1",
        "procedure_name": "Cấp giấy",
        "total_time": total,
        "steps": list(steps),
    } | more


def read(table: dict[str, Any], text: str = "") -> Any:
    return graph_from_table(table, ActorMap.parse(ACTORS), Readings.parse(text))


def refused(table: dict[str, Any], text: str = "") -> tuple[str, ...]:
    with pytest.raises(TableRefused) as caught:
        read(table, text)
    return caught.value.reasons


USUAL = (step("1", "Bộ phận một cửa"), step("2", "Phòng chuyên môn"), step("3", "Bộ phận một cửa"))


def test_an_unknown_actor_refuses_the_table_by_its_name() -> None:
    reasons = refused(record(USUAL[0], step("2", "Ông Ba Bị"), step("3", None)))
    assert reasons == (
        "Bước 2: chưa biết “Ông Ba Bị” là đơn vị và vai trò nào.",
        "Bước 3 không in người thực hiện và chưa được khai trong bảng.",
    )


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (record(), "Quy trình không có bước nào."),
        (record(*USUAL, id=None), "Quy trình không có mã nguồn."),
        (record(*USUAL, procedure_name=" "), "Quy trình không có tên thủ tục."),
        (record(USUAL[0], USUAL[0]), "Số bước “1” bị trùng hoặc để trống."),
        (record(step("1", "Bộ phận một cửa", "vài")), "“vài” không phải là số."),
    ],
)
def test_an_unwhole_table_says_what_is_missing(table: dict[str, Any], reason: str) -> None:
    assert reason in refused(table)


def test_an_unknown_unit_or_a_negative_duration_is_not_guessed() -> None:
    assert "Bước 1:" in refused(record(step("1", "Bộ phận một cửa", 2, "tuần trăng")))[0]
    assert "Bước 1:" in refused(record(step("1", "Bộ phận một cửa", -2)))[0]


def test_a_reading_that_does_not_fit_the_table_refuses_it() -> None:
    skip = """
[[reading]]
reading = "skip"
after = "3"
condition = 'outcome == "no"'
label = "Có"
otherwise = "Không"
gateway = "?"
why = "Thử."
[reading.where]
"T-1" = ["2"]
"""
    assert refused(record(*USUAL), skip) == ("Cách đọc “skip” không khớp với các bước 2 của bảng.",)
    assert refused(record(*USUAL), skip.replace('["2"]', '["9"]'))


def test_days_of_a_table_in_working_days_are_working_days_and_hours_stay_hours() -> None:
    graph = read(record(USUAL[0], step("2", "Phòng chuyên môn", 4, "giờ"))).graph
    first, second = (graph.by_id[i].allotted for i in ("step_1", "step_2"))
    assert (first.text, second.text) == ("1 ngày làm việc", "4 giờ")


def test_steps_that_add_up_to_more_than_the_total_warn() -> None:
    found = read(record(step("1", "Bộ phận một cửa", 3), step("2", "Phòng chuyên môn", 20, "giờ")))
    assert found.warnings == ("Các bước cộng lại 5,5 ngày, nhiều hơn tổng 5 ngày làm việc.",)


def test_a_bare_number_as_total_promises_nothing() -> None:
    found = read(record(*USUAL, total_time={"value": 42, "unit": None, "text": "42"}))
    assert (found.graph.promises, found.graph.total) == ((), "")
    assert found.warnings == ("Nguồn không in tổng thời hạn, hoặc in mà không có đơn vị.",)


def test_the_counter_receives_first_returns_last_and_works_between() -> None:
    table = record(*USUAL[:2], step("3", "Bộ phận một cửa"), step("4", "Bộ phận một cửa", None))
    kinds = {n.id: n.step_kind for n in read(table).graph.nodes}
    assert [kinds[f"step_{n}"] for n in "1234"] == ["receive", "process", "process", "return"]


def test_a_line_without_review_or_with_a_role_for_outsiders_is_no_actor() -> None:
    with pytest.raises(ValueError, match="reviewed"):
        ActorMap.parse(ACTORS.replace('reviewed = "Nơi tiếp nhận."', 'reviewed = ""'))
    with pytest.raises(ValueError, match="external"):
        ActorMap.parse(ACTORS.replace('role = ""', 'role = "appraiser"'))


def test_text_in_nfd_is_read_as_nfc() -> None:
    import unicodedata

    decomposed = {
        **record(*USUAL),
        "steps": [{**s, "actor": unicodedata.normalize("NFD", s["actor"])} for s in USUAL],
    }
    assert read(decomposed).graph == read(record(*USUAL)).graph


def test_a_title_is_the_first_clause_and_never_too_long() -> None:
    assert short_title("- Kiểm tra hồ sơ (Trường hợp thiếu thì trả); - Ký.") == "Kiểm tra hồ sơ"
    assert len(short_title("rất dài " * 100)) <= MOST
