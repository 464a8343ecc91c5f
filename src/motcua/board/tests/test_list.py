"""A number of the board opens its list; an address made up by hand is no fault of ours."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motcua.accounts import session
from tests.world import World, found


@pytest.fixture
def em(db: None) -> Client:
    """Em, who leads the department, at her desk."""
    world: World = found()
    client = Client()
    client.force_login(get_user_model().objects.get(pk=world.users["em"]))
    kept = client.session
    session.begin(kept, timezone.now())
    kept.save()
    return client


def test_a_unit_that_is_none_is_told_and_the_rest_of_the_question_holds(em: Client) -> None:
    for unit in ("²", "9" * 40, "x"):
        answer = em.get(reverse("board:list"), {"so": "received", "don-vi": unit})
        assert answer.status_code == 200
        assert "Bộ lọc “Cơ quan giải quyết” không có lựa chọn" in answer.content.decode()


def test_a_page_key_that_is_none_is_the_first_page(em: Client) -> None:
    assert em.get(reverse("board:list"), {"so": "received", "sau": "²"}).status_code == 200
