"""A page of the product as a browser without scripts reads it: forms, links, what was said."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

#: Inputs that a browser sends only when they are ticked.
_TICKED = ("checkbox", "radio")
_BUTTONS = ("submit", "button", "image", "reset")


@dataclass(slots=True)
class Form:
    """One form: where it goes, what it would send as it stands, and what may be chosen."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    ticks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """What matters of a page. ``notices`` are the kinds of the boxes: success, warning, error."""

    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    code: str = ""
    notices: list[str] = field(default_factory=list)

    def form(self, ends: str) -> Form | None:
        """The form whose address ends so."""
        return next((form for form in self.forms if form.action.endswith(ends)), None)

    def link(self, ends: str) -> str:
        """The first link whose address ends so; empty when there is none."""
        return next((link for link in self.links if link.endswith(ends)), "")


def read(text: str) -> Page:
    """Read one page of HTML."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._form: Form | None = None
        self._select = self._area = ""
        self._depth = 0  # of the elements within a dossier's code; 0 outside

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        classes = facts.get("class", "").split()
        self.page.notices += [
            word.removeprefix("mc-notice--") for word in classes if word.startswith("mc-notice--")
        ]
        if tag == "span" and (self._depth or ("mc-code" in classes and not self.page.code)):
            self._depth += 1
        if tag == "a" and facts.get("href"):
            self.page.links.append(facts["href"])
        elif tag == "form":
            self._form = Form(facts.get("action", ""))
            self.page.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, facts, {name for name, _ in attrs})

    def _field(self, tag: str, facts: dict[str, str], said: set[str]) -> None:
        assert self._form is not None  # noqa: S101 - the caller has looked
        name = facts.get("name", "")
        if tag == "option" and self._select:
            self._option(facts, said)
        elif tag == "select":
            self._select = name
            self._form.choices[name] = []
        elif tag == "textarea":
            self._area = name
            self._form.fields[name] = ""
        elif tag == "input" and name and facts.get("type") not in _BUTTONS:
            self._input(name, facts, "checked" in said)

    def _option(self, facts: dict[str, str], said: set[str]) -> None:
        form, value = self._form, facts.get("value", "")
        assert form is not None  # noqa: S101 - an option outside a form is not read
        form.choices[self._select].append(value)
        if "selected" in said or self._select not in form.fields:
            form.fields[self._select] = value

    def _input(self, name: str, facts: dict[str, str], ticked: bool) -> None:
        assert self._form is not None  # noqa: S101 - the caller has looked
        kind, value = facts.get("type", "text"), facts.get("value", "")
        if kind == "checkbox":
            self._form.ticks.append(name)
        elif kind == "radio":
            self._form.choices.setdefault(name, []).append(value)
        if kind == "file" or (kind in _TICKED and not ticked):
            return
        self._form.fields[name] = value or ("on" if kind == "checkbox" else "")

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.fields[self._area] += data
        if self._depth:
            self.page.code += data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self._depth:
            self._depth -= 1
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""
