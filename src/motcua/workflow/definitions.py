"""Published processes, parsed once per process. A definition never changes, so neither does this.

Read by commands and queries of this room alone.
"""

from functools import lru_cache

from .bpmn import from_xml
from .graph import Graph
from .models import Definition
from .values import DefinitionInfo


@lru_cache(maxsize=512)
def load(definition_id: int) -> DefinitionInfo:
    """The definition of an id, from memory after the first time (at most one query).

    :raises Definition.DoesNotExist: no such row; ids come from our own rows, so this is a fault.
    """
    return as_info(Definition.objects.get(pk=definition_id))


def graph_of(definition_id: int) -> Graph:
    """The graph of a definition."""
    return load(definition_id).graph


def as_info(row: Definition) -> DefinitionInfo:
    """A row as the value that others see."""
    return DefinitionInfo(
        id=row.pk,
        key=row.key,
        version=row.version,
        name=row.name,
        is_template=row.is_template,
        source=row.source,
        promises=tuple(row.promises),
        total=row.total,
        sha256=row.sha256,
        published_at=row.published_at,
        xml=row.xml,
        graph=from_xml(row.xml),
    )
