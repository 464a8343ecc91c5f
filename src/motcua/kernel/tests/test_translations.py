"""Nothing shown to people stays without an English sentence, and nobody needs gettext for it."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from motcua.kernel.i18n import catalogue, checking, python_source, source, template_source
from motcua.kernel.i18n.messages import Finding, Message, placeholders, split

HEAD = "from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext\n"


def in_python(body):
    return list(python_source.read(HEAD + body, "desk/pages.py"))


def in_template(body):
    return list(template_source.read(body, "desk/page.html"))


def texts(found):
    return [(one.text, one.plural, one.context) for one in found if isinstance(one, Message)]


def codes(found):
    return [one.code for one in found if isinstance(one, Finding)]


@pytest.fixture
def package(tmp_path):
    """A package of two files, and where its catalogue belongs."""
    templates = tmp_path / "desk/templates"
    templates.mkdir(parents=True)
    (tmp_path / "desk/pages.py").write_text(
        HEAD + 'def f(n):\n    return _("Hồ sơ %(code)s"), ngettext("%(n)s tờ", "%(n)s tờ", n)\n'
    )
    (templates / "page.html").write_text("<p>{% translate 'Tiếp nhận' %}</p>")
    return tmp_path, tmp_path / "locale/en/LC_MESSAGES/django.po"


@pytest.fixture
def translated(package):
    """The same with every string translated."""
    root, po = package
    book = merged(root, po)
    english = {
        "Hồ sơ %(code)s": "Dossier %(code)s",
        "Tiếp nhận": "Receive",
    }
    for entry in book:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "%(n)s sheet", 1: "%(n)s sheets"}
        else:
            entry.msgstr = english[entry.msgid]
    catalogue.save(book, po)
    return root, po


def merged(root, po):
    messages, _findings = split(source.read(root))
    return catalogue.merged(catalogue.load(po), messages)


def test_strings_of_python_are_found_under_every_name_they_are_called_by():
    found = in_python(
        "def f(n):\n"
        '    _("Một " "câu"), gettext_lazy(message="Hai"), pgettext("giấy", "tờ")\n'
        '    ngettext("%(n)s hồ sơ", "%(n)s hồ sơ", n)\n'
    )
    assert sorted(texts(found)) == [
        ("%(n)s hồ sơ", "%(n)s hồ sơ", ""),
        ("Hai", "", ""),
        ("Một câu", "", ""),
        ("tờ", "", "giấy"),
    ]
    assert codes(found) == []


@pytest.mark.parametrize(
    "body", ['_(f"Hồ sơ {n}")', '_("Hồ sơ %s" % n)', '_("Hồ sơ {}".format(n))', '_("a" + f"{n}")']
)
def test_a_sentence_filled_in_before_its_translation_is_told(body):
    assert codes(in_python(f"def f(n):\n    {body}\n")) == ["computed"]


def test_a_string_marked_elsewhere_may_be_translated_by_its_name():
    assert in_python("def f(text):\n    return _(text)\n") == []


def test_a_string_translated_while_the_file_is_read_would_speak_one_language_for_ever():
    found = in_python('TITLE = _("Hộp việc")\nLABEL = gettext_lazy("Việc")\n')
    assert codes(found) == ["eager"]


def test_a_file_that_this_python_cannot_read_is_told():
    assert codes(in_python("def f(:\n")) == ["syntax"]


def test_strings_of_templates_are_found_in_every_tag():
    found = in_template(
        '{% load i18n %}\n{% translate "Tiếp nhận" %} {% translate "tờ" context "giấy" %}\n'
        '{% mc_button _("Lưu") %} {{ note|default:_("Không có") }}\n'
        "{% blocktranslate with code=dossier.code trimmed %}\n  Hồ sơ\n  {{ code }}\n"
        "{% endblocktranslate %}\n"
        "{% blocktranslate count n=total %}{{ n }} tờ{% plural %}{{ n }} tờ{% endblocktranslate %}"
    )
    assert texts(found) == [
        ("Tiếp nhận", "", ""),
        ("tờ", "", "giấy"),
        ("Lưu", "", ""),
        ("Không có", "", ""),
        ("Hồ sơ %(code)s", "", ""),
        ("%(n)s tờ", "%(n)s tờ", ""),
    ]
    assert codes(found) == []


@pytest.mark.parametrize(
    "body",
    [
        "<p>Tiếp nhận</p>",
        "<p>Xem {{ code }}</p>",
        '<button title="Xem">{{ icon }}</button>',
        '{% mc_button "Lưu" label="Tiếp nhận" %}',
    ],
)
def test_words_that_nobody_could_translate_are_told(body):
    assert set(codes(in_template(body))) <= {"untagged", "argument"}
    assert codes(in_template(body)) != []


def test_marks_data_comments_and_class_names_are_no_words():
    body = (
        "{# ghi chú #}{% comment %}Ghi chú dài{% endcomment %}<p class='Xanh'>{{ code }} · 1/2</p>"
        "{% block body_class %}govuk-body mc-desk{% endblock %}<script>let Đơn;</script>"
    )
    assert codes(in_template(body)) == []


def test_the_line_of_a_finding_is_the_line_in_the_template():
    found = in_template("{% comment %}\nba\ndòng\n{% endcomment %}\n<p>\n  Tiếp nhận</p>\n")
    assert [one.place.line for one in found] == [5]


def test_a_complete_catalogue_has_nothing_to_mend(translated):
    assert checking.check(*translated) == []


def test_a_string_without_english_is_told_with_its_place(package):
    root, po = package
    catalogue.save(merged(root, po), po)
    missing = [one for one in checking.check(root, po) if one.code == "missing"]
    assert [str(one.place) for one in missing] == [
        "desk/pages.py:3",
        "desk/pages.py:3",
        "desk/templates/page.html:1",
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda entry: setattr(entry, "msgstr", "Dossier %(number)s"), "placeholders"),
        (lambda entry: setattr(entry, "msgstr", "Dossier"), "placeholders"),
        (lambda entry: setattr(entry, "msgstr", ""), "missing"),
        (lambda entry: entry.flags.append("fuzzy"), "fuzzy"),
        (lambda entry: setattr(entry, "msgid", "Hồ sơ cũ"), "obsolete"),
    ],
)
def test_a_doubtful_entry_is_told(translated, change, code):
    root, po = translated
    book = catalogue.load(po)
    change(book.find("Hồ sơ %(code)s"))
    catalogue.save(book, po)
    assert code in codes(checking.check(root, po))


def test_a_compiled_file_that_is_not_of_this_catalogue_is_told(translated):
    root, po = translated
    text = po.read_text()
    po.write_text(text.replace("Receive", "Take in"))
    assert codes(checking.check(root, po)) == ["stale"]
    po.with_suffix(".mo").unlink()
    assert codes(checking.check(root, po)) == ["stale"]


def test_compiling_twice_gives_the_same_bytes_and_no_date(translated):
    root, po = translated
    before = po.read_bytes(), po.with_suffix(".mo").read_bytes()
    catalogue.save(merged(root, po), po)
    assert (po.read_bytes(), po.with_suffix(".mo").read_bytes()) == before
    assert b"Date" not in before[0] + before[1]


def test_extracting_again_keeps_translations_and_drops_what_nobody_says(translated):
    root, po = translated
    (root / "desk/templates/page.html").write_text("{% translate 'Trả kết quả' %}")
    book = merged(root, po)
    assert {entry.msgid: entry.msgstr for entry in book if not entry.msgid_plural} == {
        "Hồ sơ %(code)s": "Dossier %(code)s",
        "Trả kết quả": "",
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("%(code)s, %(days)d ngày, 100 %", {"code", "days"}),
        ("{code} và {days:.1f}", {"code", "days"}),
        ("không có", set()),
    ],
)
def test_names_of_placeholders_are_read(text, names):
    assert placeholders(text) == names


def test_a_bare_placeholder_needs_no_translation():
    messages, _findings = split(in_python('def f():\n    return _("%(what)s"), _("%(n)s tờ")\n'))
    assert texts(messages) == [("%(n)s tờ", "", "")]


def test_the_commands_print_json_and_fail_while_something_is_missing(package, settings):
    settings.PACKAGE, _po = package
    settings.CHECKOUT = settings.PACKAGE
    out = StringIO()
    call_command("translate_extract", stdout=out)
    assert "3 strings, 3 of them" in out.getvalue()
    with pytest.raises(CommandError, match="3 findings"):
        call_command("untranslated", "--json", stdout=(told := StringIO()))
    assert [row["code"] for row in json.loads(told.getvalue())] == ["missing"] * 3


def test_without_the_development_requirements_one_sentence_says_what_to_do(monkeypatch):
    def gone(*_arguments):
        raise ModuleNotFoundError("polib")

    monkeypatch.setattr(checking, "check", gone)
    with pytest.raises(CommandError, match=r"requirements/dev\.txt"):
        call_command("untranslated", stdout=StringIO())


def test_the_committed_catalogue_is_read_by_the_product(settings):
    book = catalogue.load(settings.PACKAGE / "locale/en/LC_MESSAGES/django.po")
    entry = book.translated_entries()[0]
    with translation.override("en"):
        assert translation.gettext(entry.msgid) == entry.msgstr
    with translation.override("vi"):
        assert translation.gettext(entry.msgid) == entry.msgid
