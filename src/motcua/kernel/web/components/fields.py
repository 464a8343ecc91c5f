"""Form fields for both densities: label, hint, error and control, tied together for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.forms import BaseForm, BaseFormSet, BoundField, widgets
from django.forms.fields import Field as FormField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .basics import icon
from .html import EMPTY, attributes, classes, element, join, safe

WIDTHS = {2: "2", 3: "3", 4: "4", 5: "5", 10: "10", 20: "20", 30: "30"}


def field(
    bound: BoundField,
    *,
    label: str = "",
    hint: str = "",
    prefix: str = "",
    suffix: str = "",
    width: int = 0,
    inline: bool = False,
    hide_label: bool = False,
    large_label: bool = False,
    mark_optional: bool = True,
    **extra: object,
) -> SafeString:
    """Draw one bound form field with everything that belongs to it.

    :param label: in place of the form's label; ``hint`` likewise in place of its help text.
    :param prefix: unit before the value, ``suffix`` after it (“m²”, “đồng”): not part of the value.
    :param width: characters the control is wide: 2, 3, 4, 5, 10, 20 or 30; 0 is the full width.
    :param inline: short choices beside one another.
    :param hide_label: the label is read out only (filters, cells of a table).
    :param large_label: the label is the question of the page (its ``h1`` on citizens' pages).
    :param mark_optional: adds “(không bắt buộc)” where the field may stay empty.
    :param extra: attributes of the control, e.g. ``autocomplete="name"``, ``hx_get=…``.

    Wrong values stay in the control; each error is a sentence with an icon and “Lỗi”.
    """
    text = str(label or bound.label)
    if mark_optional and not bound.field.required and not _is_single(bound):
        text = _("%(label)s (không bắt buộc)") % {"label": text}
    hint = str(hint or bound.help_text or "")
    parts = _Parts(bound, text, hint, hide_label, large_label)
    if _is_choice(bound):
        inner = _choices(bound, parts, inline=inline)
    elif isinstance(bound.field.widget, widgets.MultiWidget | widgets.SelectDateWidget):
        inner = parts.fieldset(_control(bound, parts, width, extra))
    elif _is_single(bound):
        inner = join((parts.error, _single(bound, parts, extra)))
    else:
        control = _control(bound, parts, width, extra)
        inner = join((parts.label, parts.hint, parts.error, _affixed(control, prefix, suffix)))
    failed = "govuk-form-group--error mc-field--error" if bound.errors else ""
    return element("div", inner, class_=classes("govuk-form-group mc-field", failed))


class _Parts:
    """Label, hint and error of one field, and the ids that tie them to the control."""

    def __init__(
        self, bound: BoundField, text: str, hint: str, hide_label: bool, large: bool
    ) -> None:
        ident = bound.auto_id or bound.html_name
        self.text, self.hidden, self.large = text, hide_label, large
        self.hint_id = f"{ident}-hint" if hint else ""
        self.error_id = f"{ident}-error" if bound.errors else ""
        css = classes(
            "govuk-label mc-label",
            "mc-hidden" if hide_label else "",
            "govuk-label--l mc-label--large" if large else "",
        )
        self.label = element("label", text, for_=bound.id_for_label, class_=css)
        self.hint = (
            element("div", hint, id=self.hint_id, class_="govuk-hint mc-hint") if hint else EMPTY
        )
        self.error = error_message(sentences(bound), self.error_id) if bound.errors else EMPTY

    @property
    def described_by(self) -> str:
        return classes(self.hint_id, self.error_id)

    def fieldset(self, content: SafeString) -> SafeString:
        """Frame several controls that answer one question."""
        css = classes(
            "govuk-fieldset__legend mc-label",
            "mc-hidden" if self.hidden else "",
            "govuk-fieldset__legend--l mc-label--large" if self.large else "",
        )
        legend = element("legend", self.text, class_=css)
        inner = join((legend, self.hint, self.error, content))
        return element(
            "fieldset",
            inner,
            class_="govuk-fieldset mc-fieldset",
            aria_describedby=self.described_by,
        )


def sentences(bound: BoundField) -> list[str]:
    """Return what is wrong with a field; where Django only says “required”, name the field."""
    plain = str(FormField.default_error_messages["required"])
    chosen = _is_choice(bound) or isinstance(bound.field.widget, widgets.Select)
    named = _("Hãy chọn: %(label)s") if chosen else _("Hãy điền: %(label)s")
    if _is_single(bound):
        named = _("Hãy đánh dấu: %(label)s")
    return [
        named % {"label": bound.label} if str(error) == plain else str(error)
        for error in bound.errors
    ]


def error_message(errors: Iterable[object], ident: str) -> SafeString:
    """Draw the sentences that say what is wrong with one field."""
    lead = join((icon("alert", size=16), element("span", _("Lỗi:"), class_="mc-hidden")))
    lines = join((element("span", e) for e in errors), SafeString("<br>"))
    return element("p", join((lead, lines), " "), id=ident, class_="govuk-error-message mc-error")


def _is_choice(bound: BoundField) -> bool:
    return isinstance(bound.field.widget, widgets.RadioSelect)  # also the list of checkboxes


def _is_single(bound: BoundField) -> bool:
    return isinstance(bound.field.widget, widgets.CheckboxInput)


def _control_class(widget: widgets.Widget) -> str:
    if isinstance(widget, widgets.Textarea):
        return "govuk-textarea mc-control mc-control--area"
    if isinstance(widget, widgets.Select):
        return "govuk-select mc-control mc-control--select"
    if isinstance(widget, widgets.FileInput):
        return "govuk-file-upload mc-control mc-control--file"
    return "govuk-input mc-control"


def _control(bound: BoundField, parts: _Parts, width: int, extra: dict[str, object]) -> SafeString:
    """Render the widget without the browser's own (English) messages: no ``required``."""
    widget = bound.field.widget
    attrs: dict[str, Any] = {
        "id": bound.auto_id,
        "class": classes(
            _control_class(widget),
            "govuk-input--error mc-control--error" if bound.errors else "",
            f"govuk-input--width-{WIDTHS[width]} mc-w{WIDTHS[width]}" if width else "",
            str(widget.attrs.get("class", "")),
        ),
        "aria-describedby": parts.described_by or None,
        "aria-invalid": "true" if bound.errors else None,
        "aria-required": "true" if bound.field.required else None,
        "disabled": bound.field.disabled,
    }
    attrs |= {name.rstrip("_").replace("_", "-"): value for name, value in extra.items()}
    attrs = {name: value for name, value in attrs.items() if value is not None}
    return SafeString(
        widget.render(bound.html_name, bound.value(), attrs, renderer=bound.form.renderer)
    )


def _affixed(control: SafeString, prefix: str, suffix: str) -> SafeString:
    if not (prefix or suffix):
        return control
    before = element("span", prefix, class_="govuk-input__prefix mc-affix") if prefix else EMPTY
    after = element("span", suffix, class_="govuk-input__suffix mc-affix") if suffix else EMPTY
    return element("div", join((before, control, after)), class_="govuk-input__wrapper mc-affixed")


def _choice(
    kind: str, *, name: str, value: object, ident: str, label: object, extra: dict[str, object]
) -> SafeString:
    plural = "radios" if kind == "radio" else "checkboxes"
    control = attributes(type=kind, name=name, id=ident, class_=f"govuk-{plural}__input", **extra)
    control = SafeString(f'{control} value="{safe(value)}"')  # also where it is empty
    text = element("label", label, for_=ident, class_=f"govuk-label govuk-{plural}__label")
    return element(
        "div", SafeString(f"<input{control}>{text}"), class_=f"govuk-{plural}__item mc-choice"
    )


def _choices(bound: BoundField, parts: _Parts, *, inline: bool) -> SafeString:
    plural = "checkboxes" if bound.field.widget.allow_multiple_selected else "radios"
    kind = "checkbox" if plural == "checkboxes" else "radio"
    items = (
        _choice(
            kind,
            name=str(option.data["name"]),
            value=option.data["value"],
            ident=option.id_for_label,
            label=option.choice_label,
            extra={"checked": option.data["selected"], "disabled": bound.field.disabled},
        )
        for option in bound.subwidgets
    )
    css = classes(
        f"govuk-{plural} mc-choices",
        f"govuk-{plural}--inline" if inline else "",
        "mc-choices--inline" if inline else "",
    )
    return parts.fieldset(element("div", join(items), class_=css))


def _single(bound: BoundField, parts: _Parts, extra: dict[str, object]) -> SafeString:
    value = bound.value()
    item = _choice(
        "checkbox",
        name=bound.html_name,
        value="on",
        ident=bound.auto_id,
        label=parts.text,
        extra={
            "checked": value not in (False, None, "", "False", "false"),
            "disabled": bound.field.disabled,
            "aria_describedby": parts.described_by,
            "aria_invalid": "true" if bound.errors else "",
            **extra,
        },
    )
    return element("div", join((item, parts.hint)), class_="govuk-checkboxes mc-choices")


def _target(bound: BoundField) -> str:
    """The id of the first control, where a link of the summary leads."""
    if _is_choice(bound) or isinstance(bound.field.widget, widgets.MultiWidget):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def error_summary(*forms: BaseForm | BaseFormSet[Any] | None, title: str = "") -> SafeString:
    """List at the top of the page everything that is wrong, each a link to its control.

    Takes forms and formsets; draws nothing where all is well. It takes the focus when the page
    opens (script), and its title says what to do.
    """
    lines: list[SafeString] = []
    for form in _flat(forms):
        for name, errors in form.errors.items():
            bound = form[name] if name in form.fields else None
            if bound is None or bound.is_hidden:
                lines += [element("li", error) for error in errors]
            else:
                target = f"#{_target(bound)}"
                lines += [element("li", element("a", s, href=target)) for s in sentences(bound)]
    for formset in forms:
        if isinstance(formset, BaseFormSet):
            lines += [element("li", error) for error in formset.non_form_errors()]
    if not lines:
        return EMPTY
    head = element(
        "h2",
        join((icon("alert"), title or _("Có chỗ cần sửa"))),
        class_="govuk-error-summary__title mc-summary-title",
    )
    body = element("ul", join(lines), class_="govuk-list govuk-error-summary__list")
    return element(
        "div",
        element("div", join((head, body)), role="alert"),
        class_="govuk-error-summary mc-error-summary",
        tabindex="-1",
        data_mc_error_summary=True,
    )


def _flat(forms: Iterable[BaseForm | BaseFormSet[Any] | None]) -> Iterable[BaseForm]:
    for form in forms:
        if isinstance(form, BaseFormSet):
            yield from (f for f in form.forms if f.is_bound)
        elif form is not None and form.is_bound:
            yield form


def _combobox_answers(ident: str, label: str) -> tuple[SafeString, SafeString]:
    """The list that the answers go into, and the line that counts them for screen readers."""
    return (
        element(
            "div",
            "",
            id=f"{ident}-list",
            class_="mc-options",
            role="listbox",
            aria_label=label,
            hidden=True,
        ),
        element(
            "div", "", class_="mc-hidden", role="status", data_mc_count=_("Có %(count)s kết quả")
        ),
    )


def _combobox_button(name: str, label: str) -> SafeString:
    """The button of readers without a script."""
    return element(
        "button",
        label or _("Tìm"),
        type="submit",
        name=f"{name}_search",
        value="1",
        class_="govuk-button govuk-button--secondary mc-button mc-button--secondary mc-nojs",
    )


def combobox(
    *,
    name: str,
    label: str,
    url: str,
    text: str = "",
    value: str = "",
    hint: str = "",
    error: str = "",
    id: str = "",
    button_label: str = "",
    key: str = "",
    autofocus: bool = False,
) -> SafeString:
    """Draw a search box whose answers appear beneath while typing; a plain search without script.

    :param name: posted with the chosen option's value; the typed text is ``<name>_text``.
    :param url: GET address that answers ``?q=`` with the fragment of ``options``.
    :param value: the value chosen before, ``text`` what it is called.
    :param key: shortcut that leads to the box, e.g. ``Ctrl+K``.
    :param autofocus: the page begins here, so the first key already searches.

    Without JavaScript the box and its button submit the form; the page then offers the hits as
    radio buttons named ``name``.
    """
    ident = id or f"id_{name}"
    hint_id, error_id = f"{ident}-hint" if hint else "", f"{ident}-error" if error else ""
    control = attributes(
        type="text",
        id=ident,
        name=f"{name}_text",
        value=text,
        class_="govuk-input mc-control",
        autocomplete="off",
        autocapitalize="none",
        spellcheck="false",
        role=None,
        aria_describedby=classes(hint_id, error_id),
        aria_invalid="true" if error else "",
        data_mc_key=key,
        autofocus=autofocus,
        aria_keyshortcuts=key.replace("Ctrl", "Control"),
    )
    parts = (
        element("label", label, for_=ident, class_="govuk-label mc-label"),
        element("div", hint, id=hint_id, class_="govuk-hint mc-hint") if hint else EMPTY,
        error_message([error], error_id) if error else EMPTY,
        SafeString(
            f'<input type="hidden"{attributes(name=name, data_mc_value=True)} '
            f'value="{safe(value)}">'
        ),
        SafeString(f"<input{control}>"),
        *_combobox_answers(ident, label),
        _combobox_button(name, button_label),
    )
    failed = "govuk-form-group--error mc-field--error" if error else ""
    return element(
        "div",
        join(parts),
        class_=classes("govuk-form-group mc-field mc-combobox", failed),
        data_mc_combobox=url,
    )


def options(hits: Iterable[tuple[str, str] | tuple[str, str, str]]) -> SafeString:
    """Draw the answer to a combobox: ``(value, label)`` or ``(value, label, note)`` a hit."""
    lines = []
    for number, hit in enumerate(hits):
        note = element("span", hit[2], class_="mc-option__note") if len(hit) == 3 else EMPTY
        inner = join((element("span", hit[1], class_="mc-option__label"), note))
        lines.append(
            element(
                "div",
                inner,
                role="option",
                id=f"option-{number}",
                class_="mc-option",
                data_value=hit[0],
                data_label=hit[1],
            )
        )
    if not lines:
        return element("p", _("Không tìm thấy. Hãy thử ít chữ hơn."), class_="mc-option--none")
    return join(lines)
