"""Display modes, language and brand: kept for the reader, safe from strangers, no rebuild."""

import pytest
from django.test import Client

from motcua.kernel.web import brand
from motcua.kernel.web.display import Display, from_cookie


def test_an_unknown_cookie_counts_as_no_choice():
    assert from_cookie('"><x.y') == Display()
    assert from_cookie(None) == Display("auto", "normal")
    assert from_cookie("dark.large") == Display("dark", "large")


def test_a_citizen_keeps_the_dark_ground_when_choosing_large_text(client):
    client.post("/hien-thi", {"mode": "dark", "next": "/x"})
    answer = client.post("/hien-thi", {"text": "large", "next": "/x?a=1"})
    assert (answer.status_code, answer["Location"]) == (303, "/x?a=1")
    assert client.cookies["mc_display"].value == "dark.large"
    assert client.cookies["mc_display"]["httponly"]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""]
)
def test_no_form_leads_to_another_host(client, target):
    assert client.post("/hien-thi", {"mode": "dark", "next": target})["Location"] == "/"


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}],
)
def test_another_site_cannot_change_the_look(client, headers):
    client.post("/hien-thi", {"mode": "dark"}, headers=headers)
    client.post("/ngon-ngu", {"language": "en"}, headers=headers)
    assert not client.cookies


def test_without_our_token_the_form_still_works_and_pages_need_no_cookie():
    strict = Client(enforce_csrf_checks=True)
    strict.post("/hien-thi", {"mode": "contrast"}, headers={"sec-fetch-site": "same-origin"})
    assert strict.cookies["mc_display"].value == "contrast.normal"


def test_the_page_carries_the_chosen_mode(client, settings):
    settings.DEMO = True
    client.post("/hien-thi", {"mode": "dark"})
    page = client.get("/he-thong-thiet-ke").content.decode()
    assert 'data-mode="dark" data-text="normal"' in page
    assert 'name="mode" value="dark" class="mc-choice-button" aria-pressed="true"' in page


def test_a_visitor_chooses_english_and_nonsense_changes_nothing(client, settings):
    client.post("/ngon-ngu", {"language": "xx"})
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies
    client.post("/ngon-ngu", {"language": "en"})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


@pytest.fixture
def folder(tmp_path, settings):
    settings.BRAND_DIR = tmp_path
    return tmp_path


def test_without_files_the_neutral_brand_is_shown(folder, client):
    assert brand.current().title == "Một Cửa"
    assert client.get("/thuong-hieu.css").content == b""
    assert client.get("/thuong-hieu/bieu-trung").status_code == 404


def test_name_and_colours_change_without_a_rebuild(folder, client, settings):
    settings.DEMO = True
    (folder / "brand.toml").write_text('name = "Cổng tỉnh Ví Dụ"\n[colours]\nbrand = "#004d40"\n')
    page = client.get("/he-thong-thiet-ke").content.decode()
    assert "Cổng tỉnh Ví Dụ" in page
    assert f"/thuong-hieu.css?v={brand.current().version}" in page
    answer = client.get("/thuong-hieu.css")
    assert answer.content == b":root{--mc-brand:#004d40;}\n"
    assert "immutable" in answer["Cache-Control"]


def test_a_logo_is_served_and_cannot_run_anything(folder, client):
    (folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    answer = client.get("/thuong-hieu/bieu-trung")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_pale_unknown_or_hostile_colour_is_refused_and_logged(folder, caplog):
    colours = 'brand = "#ffeb3b"\nlink = "red;} body{display:none"\nink = "#000000"\n'
    (folder / "brand.toml").write_text(f"[colours]\n{colours}")
    assert brand.current().colours == {}
    assert len(caplog.records) == 3


def test_a_typing_error_in_the_file_leaves_the_defaults(folder, caplog):
    (folder / "brand.toml").write_text("name = 'x")
    assert brand.current() == brand.Brand()
    assert "not read" in caplog.text


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "403_csrf"])
def test_every_error_page_says_what_to_do_even_without_a_request(name):
    from django.template.loader import get_template

    page = get_template(f"{name}.html").render()
    assert "Anh/chị có thể" in page
    assert 'lang="vi"' in page
