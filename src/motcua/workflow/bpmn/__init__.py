"""BPMN 2.0 in and out: the closed subset, with our own facts in their own namespace."""

from .reading import from_xml
from .writing import to_xml

__all__ = ["from_xml", "to_xml"]
