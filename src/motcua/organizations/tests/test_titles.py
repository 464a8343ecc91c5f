"""What leaders are called, and until when."""

from datetime import date, timedelta

import pytest

from motcua.kernel.errors import NotPermitted
from motcua.organizations import commands, errors, queries

from . import factories as f

pytestmark = pytest.mark.django_db

NEXT_YEAR = date(2027, 1, 1)
DEPUTY = {"standing": "deputy", "name": "Phó Giám đốc", "head_title": "Giám đốc"}


@pytest.fixture
def so():
    """A department."""
    return f.open_unit("so", "department", code_current="H99.19", agency=True)


@pytest.fixture
def mai(so):
    person = f.person()
    f.appoint(person, so, "department_leader")
    return person


@pytest.fixture
def hung(so):
    person = f.person("hung", "Trần Văn Hùng")
    f.appoint(person, so, "department_leader")
    return person


def test_a_unit_has_one_head_and_as_many_deputies_as_it_likes(so, mai, hung):
    f.entitle(mai, so)
    with pytest.raises(errors.TitleTaken, match="Nguyễn Thị Mai đang giữ chức vụ Giám đốc"):
        f.entitle(hung, so, standing="acting")
    f.entitle(hung, so, **DEPUTY)
    assert queries.title_of(hung, so, f.DAY).head_title == queries.head_title(so, f.DAY)


@pytest.mark.parametrize("left_out", [{"name": " "}, {"head_title": ""}, {"standing": "king"}])
def test_a_title_says_what_one_is_called_and_a_deputys_for_whom(so, mai, left_out):
    with pytest.raises(errors.TitleIncomplete):
        f.entitle(mai, so, **DEPUTY | left_out)


def test_nobody_has_a_title_where_they_have_no_post_nor_by_their_own_word(so, mai):
    stranger = f.person("xuan", "Lê Thị Xuân")
    with pytest.raises(errors.NoPostThere):
        f.entitle(stranger, so)
    herself = queries.actor(mai, None, f.DAY)
    with pytest.raises(NotPermitted):
        commands.entitle(
            person_id=mai, unit_id=so, standing="head", name="Giám đốc", since=f.DAY,
            by=herself, at=f.AT,
        )  # fmt: skip


def test_the_title_ends_with_the_last_post_in_the_unit(so, mai):
    second = f.appoint(mai, so, "unit_leader")
    f.entitle(mai, so)
    first = queries.actor(mai, None, f.DAY).post_id
    commands.end_post(post_id=first, on=NEXT_YEAR, by=f.BY, at=f.AT)
    assert queries.title_of(mai, so, NEXT_YEAR).name == "Giám đốc"
    commands.end_post(post_id=second, on=NEXT_YEAR, by=f.BY, at=f.AT)
    assert queries.title_of(mai, so, NEXT_YEAR - timedelta(days=1)).name == "Giám đốc"
    assert queries.title_of(mai, so, NEXT_YEAR) is None
