"""Publishing: versions are numbered, kept for good, and only for those who may."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from motcua.kernel.errors import NotPermitted
from motcua.workflow import commands, queries
from motcua.workflow.bpmn import from_xml, to_xml
from motcua.workflow.errors import ProcessRejected, UnknownProcess, UnreadableBpmn
from motcua.workflow.models import Definition

from .factories import MONDAY, SYSTEM, published
from .graphs import land_process

pytestmark = pytest.mark.django_db


def publish(source: object, by: object = SYSTEM) -> object:
    return commands.publish(source, key="dat", source="QĐ 138", by=by, at=MONDAY)  # type: ignore[arg-type]


def test_the_same_content_again_is_no_new_version(team) -> None:
    first = publish(land_process())
    assert publish(land_process()) == first
    assert publish(first.xml).id == first.id
    renamed = publish(replace(land_process(), name="Quy trình sửa đổi"))
    assert (first.version, renamed.version) == (1, 2)
    assert publish(land_process()).version == 3
    assert queries.current_definition("dat").version == 3
    assert queries.definition(first.id).name == "Quy trình thử"


def test_a_graph_that_only_its_drawing_tells_apart_is_no_new_version(team) -> None:
    xml = to_xml(replace(land_process(), key="dat"))
    drawn_by_hand = xml.replace('x="', 'x="1', 1)
    first = publish(drawn_by_hand)
    assert first.xml == drawn_by_hand
    assert publish(land_process()).id == first.id
    assert publish(xml).version == 2


def test_a_published_process_is_its_graph_under_its_key(team) -> None:
    found = publish(land_process())
    assert found.graph == replace(land_process(), key="dat")
    assert found.promises == ("Thông báo nghĩa vụ tài chính", "Trả giấy chứng nhận")
    assert found.total == "5 ngày làm việc"
    assert from_xml(found.xml) == found.graph


def test_only_catalogue_administrators_and_imports_publish(team) -> None:
    for person in (team.hoa, team.em, team.dung):
        with pytest.raises(NotPermitted):
            publish(land_process(), person.actor)
    admin = team.office.hire("Đỗ Văn Giang", "deciding", "catalogue_admin")
    assert publish(land_process(), admin.actor).version == 1
    assert Definition.objects.get().published_by_id == admin.actor.person_id


def test_a_faulty_process_is_refused_with_all_its_faults(team) -> None:
    process = land_process()
    broken = replace(process, flows=process.flows[:-1])
    with pytest.raises(ProcessRejected) as refusal:
        publish(broken)
    assert "Trả kết quả" in str(refusal.value)
    with pytest.raises(UnreadableBpmn):
        publish("<html/>")
    assert not Definition.objects.exists()


def test_of_every_key_the_newest_version_is_listed(team) -> None:
    published(land_process(), "b")
    published(land_process(), "a")
    newest = published(replace(land_process(), name="Mới"), "b")
    assert [d.key for d in queries.current_definitions()] == ["a", "b"]
    assert queries.current_definitions()[1] == newest
    with pytest.raises(UnknownProcess):
        queries.current_definition("c")


def test_the_standard_process_is_published_once_and_marked(team) -> None:
    out = StringIO()
    call_command("publish_standard_process", stdout=out)
    call_command("publish_standard_process", stdout=out)
    found = queries.standard_definition("department")
    assert queries.standard_definition("commune").graph.lanes[3].unit_rule == "commune"
    assert found.key == "quy-trinh-mau"
    assert (found.version, found.is_template, found.name) == (
        1,
        True,
        "Quy trình mẫu, chưa ban hành",
    )
    assert len([n for n in found.graph.nodes if n.kind == "user"]) == 6
    assert all(node.allotted is None for node in found.graph.nodes)
    assert queries.problems(found.id) == []


def test_a_process_leaves_and_comes_back_as_a_file(team, tmp_path) -> None:
    first = publish(land_process())
    out = StringIO()
    call_command("export_process", "dat", stdout=out)
    file = tmp_path / "dat.bpmn"
    file.write_text(out.getvalue(), encoding="utf-8")
    call_command("import_bpmn", str(file), stdout=StringIO())
    assert queries.current_definition("dat").id == first.id
    file.write_bytes(b"\xff\xfe" + to_xml(land_process()).encode("utf-16-le"))
    for bad in (file, tmp_path / "none.bpmn"):
        with pytest.raises(CommandError) as refusal:
            call_command("import_bpmn", str(bad), stdout=StringIO())
        assert str(refusal.value).startswith(("Tệp", "Không"))
    with pytest.raises(CommandError):
        call_command("export_process", "khong-co", stdout=StringIO())
