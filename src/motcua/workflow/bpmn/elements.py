"""XML on its way in: parsed without entities, asked strictly; a refusal names the element."""

from collections.abc import Iterator, Mapping, Set
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from motcua.workflow.errors import UnreadableBpmn

from .names import bpmn, mc, shown

MOST_CHARACTERS = 2_000_000
"""A guard against hostile files. The largest published process takes about 60,000."""


def parse(xml: str) -> Element:
    """The root of a document.

    :raises UnreadableBpmn: too long, no XML, or XML with a DOCTYPE or entities.
    """
    if len(xml) > MOST_CHARACTERS:
        raise UnreadableBpmn(
            reason=_("Tệp dài %(length)s ký tự, quá giới hạn %(most)s ký tự.")
            % {"length": len(xml), "most": MOST_CHARACTERS}
        )
    try:
        root: Element = fromstring(xml, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadableBpmn(
            reason=_("Tệp chứa DOCTYPE hoặc thực thể (entity), không được phép. Hãy bỏ phần đó.")
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableBpmn(
            reason=_("Tệp không phải XML hợp lệ (%(detail)s).") % {"detail": str(error)[:200]}
        ) from error
    return root


def named(element: Element) -> str:
    """An element as it is named in a refusal: its tag, and its id where it has one."""
    tag = shown(element.tag)
    if element.get("id"):
        return _("<%(tag)s> (id “%(id)s”)") % {"tag": tag, "id": element.get("id", "")[:100]}
    return f"<{tag}>"


def outside(element: Element, parent: Element | None = None) -> UnreadableBpmn:
    """The refusal of an element that is not in the closed subset."""
    return UnreadableBpmn(
        reason=_(
            "Phần tử %(element)s không thuộc tập con BPMN mà hệ thống chạy được. Chỉ dùng: bắt "
            "đầu, kết thúc, userTask, serviceTask, exclusiveGateway, parallelGateway, chờ thông "
            "điệp (intermediateCatchEvent) và làn (lane)."
        )
        % {"element": named(element)}
    )


def wrong(element: Element, reason: str) -> UnreadableBpmn:
    """A refusal with a reason of its own."""
    return UnreadableBpmn(
        reason=_("Phần tử %(element)s: %(reason)s") % {"element": named(element), "reason": reason}
    )


def need(element: Element, name: str) -> str:
    """An attribute that must be there and not be empty."""
    value = element.get(name, "")
    if not value:
        raise wrong(element, _("thiếu thuộc tính “%(name)s”.") % {"name": name})
    return value


def only_attributes(element: Element, allowed: Set[str]) -> None:
    """Refuse attributes that would be lost."""
    for name in element.keys():
        if name not in allowed:
            raise wrong(
                element,
                _("thuộc tính “%(name)s” không được hỗ trợ. Hãy bỏ thuộc tính này.")
                % {"name": shown(name)},
            )


def children(element: Element, allowed: Set[str]) -> Iterator[tuple[str, Element]]:
    """Children with their short BPMN tags.

    :raises UnreadableBpmn: a child that is not allowed here, or stray text.
    """
    if (element.text or "").strip() and len(element):
        raise wrong(element, _("có chữ nằm lẫn giữa các phần tử con."))
    for child in element:
        tag = child.tag.removeprefix(bpmn("")) if isinstance(child.tag, str) else ""
        if tag not in allowed:
            raise outside(child, element)
        if (child.tail or "").strip():
            raise wrong(element, _("có chữ nằm lẫn giữa các phần tử con."))
        yield tag, child


def leaf_text(element: Element, attributes: Set[str] = frozenset()) -> str:
    """The text of an element that has nothing but text."""
    only_attributes(element, attributes)
    for child in element:
        raise outside(child, element)
    return element.text or ""


def our_facts(extensions: Element, tag: str) -> Element:
    """The one element of ours inside `extensionElements`.

    :raises UnreadableBpmn: something else stands there.
    """
    only_attributes(extensions, frozenset())
    for child in extensions:
        if child.tag != mc(tag):
            raise outside(child, extensions)
    if len(extensions) != 1:
        raise wrong(extensions, _("cần đúng một phần tử mc:%(tag)s.") % {"tag": tag})
    return extensions[0]


def parts(facts: Element, allowed: Mapping[str, Set[str]]) -> Iterator[tuple[str, Element]]:
    """Parts of one of our elements: empty elements with known attributes."""
    for child in facts:
        tag = child.tag.removeprefix(mc("")) if isinstance(child.tag, str) else ""
        if tag not in allowed:
            raise outside(child, facts)
        leaf_text(child, allowed[tag])
        yield tag, child
