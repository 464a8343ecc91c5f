"""The hand on the mouse meets what the eye sees."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("flows")


def test_the_first_click_on_a_paper_takes_it_although_its_name_is_long(office):
    """A name that unfolds when its row gets the focus would move the box from under the mouse."""
    page = office.at_desk("lan")
    page.goto(f"{office.server}/ban-lam-viec/tiep-nhan")
    page.keyboard.type("dat dai bien dong")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#id_card")).to_be_focused()
    for box in page.locator("input[name$='-taken']").all()[:3]:
        place = box.bounding_box()
        page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        expect(box).to_be_checked()
