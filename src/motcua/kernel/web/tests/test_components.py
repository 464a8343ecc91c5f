"""Components say the same to eyes, ears and keyboards, escape what people typed, and are fast."""

from datetime import datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template

from motcua.kernel.web.components import basics, data, fields, figures, navigation
from motcua.kernel.web.components.html import attributes, element
from motcua.kernel.web.vn import ZONE

NOW = datetime(2026, 11, 20, 10, 5, tzinfo=ZONE)
HOSTILE = '"><script>alert(1)</script>'


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


class Declaration(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Như trên căn cước.")
    note = forms.CharField(label="Ghi chú", required=False)
    role = forms.ChoiceField(
        label="Người nộp", choices=[("", "Không rõ"), ("a", "Chủ hồ sơ")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Đồng ý")


def test_a_style_or_a_handler_is_refused_because_the_policy_would_drop_it():
    for name in ("style", "onclick"):
        with pytest.raises(ValueError, match="forbidden"):
            attributes(**{name: "x"})


@pytest.mark.parametrize(
    "html",
    [
        element("p", HOSTILE, title=HOSTILE),
        basics.button(HOSTILE, value=HOSTILE, href=HOSTILE),
        basics.tag(HOSTILE),
        basics.kbd(HOSTILE),
        data.summary_row(HOSTILE, HOSTILE, note=HOSTILE, change_url=HOSTILE),
        data.th(HOSTILE, sort_url=HOSTILE),
        data.row("", href=HOSTILE),
        data.dossier_code(HOSTILE, copy=True),
        data.mask(HOSTILE),
        data.qr("x", label=HOSTILE),
        figures.stat(3, HOSTILE, href=HOSTILE, note=HOSTILE),
        figures.bar_chart([(HOSTILE, 3, HOSTILE)], title=HOSTILE, unit=HOSTILE),
        figures.progress(1, 2, label=HOSTILE),
        navigation.tabs([(HOSTILE, HOSTILE, True)], label=HOSTILE),
        navigation.breadcrumbs([(HOSTILE, HOSTILE), (HOSTILE, "")]),
        navigation.steps([(HOSTILE, "now", HOSTILE)]),
        fields.combobox(name="p", label=HOSTILE, url=HOSTILE, text=HOSTILE, value=HOSTILE),
        fields.options([(HOSTILE, HOSTILE, HOSTILE)]),
    ],
)
def test_what_people_typed_stays_text(html):
    assert "<script" not in html
    assert '"><' not in html.replace(" hidden><", "").replace('""><', "") or HOSTILE not in html


@pytest.mark.parametrize(
    ("due_at", "given", "words", "tone"),
    [
        (NOW - timedelta(days=2), {}, "Quá hạn 2 ngày", "danger"),
        (NOW - timedelta(hours=5), {}, "Quá hạn 5 giờ", "danger"),
        (NOW - timedelta(minutes=1), {}, "Quá hạn 1 phút", "danger"),
        (NOW + timedelta(hours=3), {}, "Còn 3 giờ", "warning"),
        (NOW + timedelta(days=1), {}, "Còn 1 ngày", "info"),
        (NOW + timedelta(days=9), {}, "Còn 9 ngày", "neutral"),
        (None, {}, "Không có hạn", "muted"),
        (NOW - timedelta(days=2), {"paused": True}, "Tạm dừng tính hạn", "muted"),
        (NOW, {"finished_at": NOW}, "Xong đúng hạn", "success"),
        (NOW - timedelta(days=2), {"finished_at": NOW}, "Xong trễ 2 ngày", "muted"),
    ],
)
def test_urgency_is_told_in_words_and_shape_not_by_colour_alone(due_at, given, words, tone):
    html = data.urgency(due_at, now=NOW, **given)
    assert words in html
    assert f"mc-tag--{tone}" in html
    assert "<use href=" in html


def test_on_the_minute_it_is_due_work_is_not_late():
    assert "Còn 0 phút" in data.urgency(NOW, now=NOW)


def test_a_field_ties_label_hint_and_error_to_its_control():
    form = Declaration({"name": "", "role": "a"}, prefix="d")
    html = fields.field(form["name"])
    assert '<label for="id_d-name"' in html
    assert 'aria-describedby="id_d-name-hint id_d-name-error"' in html
    assert 'aria-invalid="true"' in html
    assert "Hãy điền: Họ và tên" in html


def test_no_control_calls_for_the_browsers_own_sentences():
    assert " required" not in "".join(fields.field(Declaration()[n]) for n in ("name", "role"))


def test_what_was_typed_stays_in_a_field_with_an_error():
    html = fields.field(Declaration({"name": "Nguyễn Ngượng"})["name"])
    assert 'value="Nguyễn Ngượng"' in html


def test_an_optional_field_says_so():
    assert "Ghi chú (không bắt buộc)" in fields.field(Declaration()["note"])


def test_an_empty_choice_posts_an_empty_value():
    html = fields.field(Declaration({"role": ""})["role"])
    assert 'value=""' in html
    assert html.count("<fieldset") == 1


def test_the_summary_leads_to_every_wrong_control():
    form = Declaration({})
    html = fields.error_summary(form)
    for target in ("id_name", "id_role_0", "id_agreed"):
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in "".join(fields.field(f) for f in form)


def test_the_summary_of_a_formset_names_each_form_and_the_whole():
    formset = forms.formset_factory(Declaration, min_num=2, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": ""}
    )
    html = fields.error_summary(formset, title="Sửa giấy tờ")
    assert "#id_form-0-name" in html
    assert html.count("<li>") > 3


def test_nothing_is_summed_up_where_all_is_well():
    assert fields.error_summary(Declaration(), None) == ""


def test_a_hidden_personal_number_is_not_in_the_page_at_all():
    html = data.mask("001099012345")
    assert "0010" not in html
    assert "chỉ hiện 4 số cuối: 2 3 4 5" in html


def test_a_qr_code_is_one_drawing_without_styles():
    html = data.qr("https://motcua.example/h/abc", label="Mở trang theo dõi")
    assert html.count("<path") == 1
    assert "style" not in html


def test_a_code_is_read_in_groups_and_copied_whole():
    html = data.dossier_code("H99.19-261120-0045", copy=True)
    assert html.count("<wbr>") == 2
    assert 'data-mc-copy="H99.19-261120-0045"' in html


def test_a_figure_has_its_denominator():
    assert "trên 340 (3,5 %)" in figures.stat(12, "Quá hạn", of=340)
    assert "trên 0 (–" in figures.stat(0, "Quá hạn", of=0)


def test_a_chart_is_a_table_with_the_numbers_in_words():
    html = figures.bar_chart([("Đất đai", 412, "?f=1"), ("Nước", 0)], title="Theo lĩnh vực")
    assert "<caption>Theo lĩnh vực</caption>" in html
    assert "<title>Đất đai: 412</title>" in html
    assert 'width="0.0%"' in html


def test_a_fact_without_a_value_says_that_there_is_none():
    assert "Chưa có" in data.summary_row("Thư điện tử", "")
    assert ">0<" in data.summary_row("Lệ phí", 0)


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (999, "999"), (1_000, "999+")])
def test_a_badge_holds_three_digits(count, shown):
    assert basics.badge(count) == f'<span class="mc-badge mc-badge--neutral">{shown}</span>'


def test_an_unknown_icon_or_tone_is_a_programming_error():
    for act in (lambda: basics.icon("x"), lambda: basics.tag("x", tone="red")):
        with pytest.raises(ValueError, match="unknown"):
            act()


def test_a_live_part_asks_at_most_every_fifteen_seconds():
    with pytest.raises(ValueError, match="15"):
        drawn("{% live url='/x' id='x' every=5 %}{% endlive %}")


ROWS = """{% table caption="Việc của tôi" rows=True %}<tbody>{% for r in rows %}
{% row href=r.url tone="danger" %}<td><a href="{{ r.url }}">{% dossier_code r.code %}</a></td>
<td>{{ r.owner }}</td><td>{% tag r.state tone="active" %}</td>
<td>{% urgency r.due_at now=now %} {{ r.due_at|vn_moment_short }}</td>{% endrow %}
{% endfor %}</tbody>{% endtable %}"""


def test_a_table_of_fifty_rows_is_light():
    template, context = Template(ROWS), Context({"rows": fifty_rows(), "now": NOW})
    assert len(template.render(context).encode()) <= 45_000


def fifty_rows():
    return [
        {
            "url": f"/{n}",
            "code": f"H99.19-261120-{n:04}",
            "owner": "Nguyễn Thị Ngượng",
            "state": "Đang xử lý",
            "due_at": NOW + timedelta(hours=7 * n - 30),
        }
        for n in range(50)
    ]
