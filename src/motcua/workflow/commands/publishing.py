"""Publish a process: lint it, number it, store it for good."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from django.db import connection

from motcua.kernel.actor import Actor
from motcua.kernel.text import nfc
from motcua.kernel.transactions import command
from motcua.workflow import definitions, permissions
from motcua.workflow.bpmn import from_xml, to_xml
from motcua.workflow.errors import ProcessRejected
from motcua.workflow.graph import Graph
from motcua.workflow.lint import lint
from motcua.workflow.models import Definition
from motcua.workflow.values import DefinitionInfo


@command
def publish(
    graph_or_xml: Graph | str,
    *,
    key: str,
    source: str,
    is_template: bool = False,
    by: Actor,
    at: datetime,
) -> DefinitionInfo:
    """Publish a process as the next version of its key; the same content again changes nothing.

    The same is the same text of a drawing, or the same graph however it is drawn.

    :param key: by which procedures refer to the process; overrides the key inside it.
    :param source: the document or page that prints the process.
    :raises NotPermitted: `by` is no catalogue administrator and not the system.
    :raises UnreadableBpmn: XML that is hostile or outside the closed subset.
    :raises ProcessRejected: the process has errors (warnings do not stop it).
    """
    permissions.require_publisher(by)
    xml, graph = _canonical(graph_or_xml, key)
    _lock_key(key)
    digest = sha256(xml.encode()).hexdigest()
    last = Definition.objects.filter(key=key).order_by("-version").first()
    if last is not None and (
        last.sha256 == digest
        or (isinstance(graph_or_xml, Graph) and definitions.graph_of(last.pk) == graph)
    ):
        return definitions.load(last.pk)
    _require_sound(graph)
    row = Definition.objects.create(
        key=key,
        version=last.version + 1 if last else 1,
        name=graph.name,
        xml=xml,
        sha256=digest,
        is_template=is_template,
        source=nfc(source),
        promises=list(graph.promises),
        total=graph.total,
        published_at=at,
        published_by_id=by.person_id,
    )
    return definitions.as_info(row)


def _canonical(graph_or_xml: Graph | str, key: str) -> tuple[str, Graph]:
    """XML is kept as it was drawn, except for its key; a graph is drawn."""
    if isinstance(graph_or_xml, Graph):
        xml = nfc(to_xml(replace(graph_or_xml, key=key)))
        return xml, from_xml(xml)
    xml = nfc(graph_or_xml)
    graph = from_xml(xml)
    if graph.key != key:
        graph = replace(graph, key=key)
        xml = to_xml(graph)
    return xml, graph


def _require_sound(graph: Graph) -> None:
    errors = [problem for problem in lint(graph) if problem.severity == "error"]
    if errors:
        raise ProcessRejected(name=graph.name, problems=" ".join(p.text for p in errors))


def _lock_key(key: str) -> None:
    """Let two people who publish the same key at once do so one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [key])
