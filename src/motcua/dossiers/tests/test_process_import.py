"""The import of published processes: what it loads, binds, repeats, refuses and tells."""

import json
from copy import deepcopy
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from motcua.catalog.commands import ProcedureImport
from motcua.dossiers.models import ProcessBinding
from motcua.dossiers.process_import import (
    Outcome,
    OutcomeStatus,
    Procedure,
    ProcessImport,
    set_binding,
)
from motcua.kernel.actor import Actor
from motcua.kernel.errors import NotPermitted
from motcua.workflow import queries as processes
from motcua.workflow.errors import UnknownProcess
from motcua.workflow.tables import ActorMap, Readings

pytestmark = pytest.mark.django_db

DEMO = Path(settings.CHECKOUT) / "demo"
TABLES = DEMO / "data" / "processes.json"
AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
LAN_IMPORTS = Actor.system("import_processes")
BINH_AT_THE_COUNTER = Actor(1, 1, 1, "counter", "Bình")


def records() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(TABLES.read_text(encoding="utf-8"))
    return found


def one(key: str) -> dict[str, Any]:
    return next(deepcopy(r) for r in records() if r["id"] == key)


def load(
    tables: list[Any],
    by: Actor = LAN_IMPORTS,
    at: datetime = AT,
    readings: Readings | None = None,
) -> list[Outcome]:
    actors = ActorMap.parse((DEMO / "actors.toml").read_text(encoding="utf-8"))
    read = readings or Readings.parse((DEMO / "process_readings.toml").read_text(encoding="utf-8"))
    return list(ProcessImport(tables, actors=actors, readings=read, by=by, at=at).run())


def test_of_96_tables_90_are_bound_6_are_drafts_and_a_second_run_changes_nothing() -> None:
    outcomes = load(records())
    by_status = {s: [o.key for o in outcomes if o.status == s] for s in OutcomeStatus}
    assert {s.value: len(keys) for s, keys in by_status.items()} == {
        "loaded": 90,
        "unchanged": 0,
        "draft": 6,
        "refused": 0,
    }
    assert ProcessBinding.objects.count() == 90
    before = list(ProcessBinding.objects.order_by("pk").values_list())
    again = load(records())
    assert {o.status for o in again} == {OutcomeStatus.UNCHANGED, OutcomeStatus.DRAFT}
    assert list(ProcessBinding.objects.order_by("pk").values_list()) == before
    assert {d.version for d in processes.current_definitions()} == {1}


def test_a_draft_is_published_to_be_looked_at_and_no_procedure_runs_by_it() -> None:
    [outcome] = load([one("HCM-Q4-KS")])
    assert outcome.status == OutcomeStatus.DRAFT
    assert outcome.reasons == ("Đoạn trích dừng ở bước B5, của cấp huyện đã bỏ: chỉ nạp làm nháp.",)
    assert processes.current_definition("HCM-Q4-KS").version == 1
    assert not ProcessBinding.objects.exists()


def test_a_procedure_without_a_code_is_bound_by_its_name() -> None:
    load([one("DT-138-2025-D22-1")])
    binding = ProcessBinding.objects.get()
    assert (binding.procedure_code, binding.procedure_name) == (
        "",
        "Cung cấp thông tin, dữ liệu đất đai",
    )
    assert binding.source.startswith("Quyết định 138/2025/QĐ-UBND")


def test_six_ways_of_one_procedure_are_six_cases_to_choose_from() -> None:
    load([r for r in records() if r["procedure_code"] == "1.013823"])
    cases = ProcessBinding.objects.values_list("case_name", flat=True)
    assert len(set(cases)) == len(cases) == 6
    assert all(case.startswith("Khoản ") for case in cases)


def test_a_changed_table_is_a_new_version_and_a_changed_case_a_new_binding_from_that_day() -> None:
    load([one("DT-138-2025-D13-1")])
    changed = one("DT-138-2025-D13-1")
    changed["steps"][0]["duration"] = 0.25
    changed["case"] = "Trường hợp khác"
    [outcome] = load([changed], at=datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
    assert outcome.status == OutcomeStatus.LOADED
    assert processes.current_definition("DT-138-2025-D13-1").version == 2
    old, new = ProcessBinding.objects.order_by("pk")
    assert (old.valid.lower, old.valid.upper) == (date(2026, 1, 5), date(2026, 3, 2))
    assert (new.valid.lower, new.valid.upper) == (date(2026, 3, 2), None)
    assert new.case_name == "Trường hợp khác"


def test_a_table_that_becomes_a_draft_is_bound_no_longer() -> None:
    load([one("DT-138-2025-D10-1")])
    draft = Readings.parse('[bindings."DT-138-2025-D10-1"]\ndraft = "Chờ xem lại."\n')
    [outcome] = load([one("DT-138-2025-D10-1")], readings=draft)
    assert (outcome.status, outcome.reasons) == (OutcomeStatus.DRAFT, ("Chờ xem lại.",))
    assert not ProcessBinding.objects.exists()


def test_what_is_refused_says_why_stops_no_other_and_leaves_nothing() -> None:
    stranger = one("DT-138-2025-D10-1")
    stranger["steps"][1]["actor"] = "Ông Ba Bị"
    nameless = one("DT-138-2025-D11-1") | {"procedure_name": None}
    outcomes = load([stranger, "không phải bảng", nameless, one("DT-138-2025-D12-1")])
    assert [o.status.value for o in outcomes] == ["refused", "refused", "refused", "loaded"]
    assert outcomes[0].reasons == ("Bước 2: chưa biết “Ông Ba Bị” là đơn vị và vai trò nào.",)
    assert outcomes[1].reasons == ("Bản ghi không phải một đối tượng.",)
    assert outcomes[2].reasons == ("Quy trình không có tên thủ tục.",)
    with pytest.raises(UnknownProcess):
        processes.current_definition("DT-138-2025-D10-1")


def test_steps_that_take_longer_than_the_catalogue_allows_are_told_even_when_nothing_changed() -> (
    None
):
    """Cao Bằng's 17 working days for a forecasting licence, the national catalogue's 14."""
    table = one("CB-1948-2025-3")
    [before] = load([table])
    procedures = json.loads((DEMO / "data" / "procedures.json").read_text(encoding="utf-8"))
    national = [p for p in procedures if p["code"] == "1.000987"]
    assert national
    run = ProcedureImport(national, by=LAN_IMPORTS, at=AT, valid_from=date(2025, 7, 1))
    assert {outcome.status.value for outcome in run.run()} == {"loaded"}
    [after] = load([table])
    assert (before.warnings, after.status) == ((), OutcomeStatus.UNCHANGED)
    assert after.warnings == (
        "Các bước cộng lại 17 ngày, nhiều hơn thời hạn của danh mục (14 ngày làm việc).",
    )


def test_only_the_catalogue_administrator_or_the_system_binds_processes() -> None:
    with pytest.raises(NotPermitted):
        load([], by=BINH_AT_THE_COUNTER)
    load([one("DT-138-2025-D10-1")])
    with pytest.raises(NotPermitted):
        set_binding(
            definition=processes.current_definition("DT-138-2025-D10-1"),
            procedure=Procedure("1.012756", "Thủ tục khác", ""),
            usable=True,
            valid_from=date(2026, 2, 1),
            by=BINH_AT_THE_COUNTER,
        )
    assert ProcessBinding.objects.get().valid.upper is None


def test_the_command_tells_people_and_programs(tmp_path: Path) -> None:
    file = tmp_path / "tables.json"
    file.write_text(json.dumps([one("GH-TINH-01"), one("DT-138-2025-D26-1")]), encoding="utf-8")
    told = StringIO()
    call_command("import_processes", file, "--json", stdout=told)
    answer = json.loads(told.getvalue())
    assert answer["counts"] == {"loaded": 1, "unchanged": 0, "draft": 1, "refused": 0}
    assert answer["records"][1]["facts"]["two_promises"] is True
    told = StringIO()
    call_command("import_processes", file, stdout=told, stderr=StringIO())
    assert "không đổi: 1" in told.getvalue()
    assert "cảnh báo: GH-TINH-01: Bước GĐ2-4 in thời gian bằng 0" in told.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "Không mở được tệp"),
        ("{", "không phải JSON"),
        ('{"a": 1}', "phải là một danh sách"),
        ("[" * 100_000, "không phải JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    tmp_path: Path, content: str | None, sentence: str
) -> None:
    file = tmp_path / "tables.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=sentence):
        call_command("import_processes", file)
