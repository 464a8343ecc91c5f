"""Vietnamese first: a page is in English only for a reader who chose so."""

import pytest
from django.test import Client

PAGE = "/tai-khoan/dang-nhap"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cookie", "language"), [(None, "vi"), ("en", "en"), ("vi", "vi"), ("xx", "vi")]
)
def test_the_readers_own_choice_decides_and_not_the_browsers_list(cookie, language):
    client = Client(headers={"accept-language": "en-US,en;q=0.9"})
    if cookie:
        client.cookies["mc_language"] = cookie
    answer = client.get(PAGE)
    assert answer.headers["Content-Language"] == language
    assert f'lang="{language}"' in answer.content.decode()
