"""With the keyboard alone, and with a Vietnamese input method that is still composing."""

import pytest
from playwright.sync_api import expect

from tests.flows.office import inbox

pytestmark = pytest.mark.xdist_group("flows")
SEEN = """() => {
  const here = document.activeElement, style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  return [here.tagName, here.id || here.name || here.textContent.trim().slice(0, 40),
    (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
      || style.boxShadow !== 'none', box.top < innerHeight && box.bottom > 0] }"""
COMPOSING = """box => {
  box.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
  box.value = 'đâ';
  box.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
  box.dispatchEvent(new KeyboardEvent('keydown',
    { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })) }"""
COMPOSED = """box => {
  box.value = 'đất đai';
  box.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: 'đất đai' })) }"""


def test_the_first_stop_leads_past_the_menus(office):
    page = office.at_desk("lan")
    page.goto(f"{office.server}/ban-lam-viec/tim")
    page.keyboard.press("Tab")
    skip = page.locator("*:focus")
    expect(skip).to_have_attribute("href", "#noi-dung")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_tab_walks_through_intake_is_always_seen_and_comes_out_again(office):
    page = office.at_desk("lan")
    page.goto(f"{office.server}/ban-lam-viec/tiep-nhan?thu-tuc=")
    page.keyboard.type("nuoi ong")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#id_card")).to_be_focused()
    seen = []
    for _ in range(70):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(SEEN))
    assert [stop for stop in seen if stop[0] != "BODY" and not (stop[2] and stop[3])] == []
    names = [stop[1] for stop in seen]
    for wanted in ("id_owner-name", "id_owner-address", "id_guided_online", "mc-search"):
        assert wanted in names
    assert names.index("id_owner-name") < names.index("id_guided_online")


def test_enter_in_a_field_goes_on_and_never_receives(office):
    page = office.at_desk("lan")
    page.goto(f"{office.server}/ban-lam-viec/tiep-nhan")
    page.keyboard.type("nuoi ong")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.locator("#id_owner-name").fill("Lê Thị Thử")
    page.keyboard.press("Enter")
    expect(page.locator("#id_owner-kind")).to_be_focused()
    expect(page.locator("#id_owner-name")).to_have_value("Lê Thị Thử")


def test_letters_move_rows_only_inside_the_focused_list(office):
    hoa = office.at_desk("lan")
    for _ in range(2):
        hoa.goto(f"{office.server}/ban-lam-viec/tiep-nhan")
        hoa.keyboard.type("nuoi ong")
        expect(hoa.get_by_role("option").first).to_be_visible()
        hoa.keyboard.press("Enter")
        hoa.locator("#id_owner-name").fill("Lê Thị Thử")
        hoa.locator("#id_owner-phone").fill("0912 000 333")
        hoa.keyboard.press("F8")
        hoa.keyboard.press("F9")
        hoa.wait_for_url("**/da-tiep-nhan")
    assert len(inbox(hoa)) >= 2
    hoa.keyboard.press("j")
    expect(hoa.locator(".mc-row--here")).to_have_count(0)
    hoa.locator("[data-mc-list]").focus()
    hoa.keyboard.press("j")
    first = hoa.locator(".mc-row--here").inner_text()
    hoa.keyboard.press("j")
    assert hoa.locator(".mc-row--here").inner_text() != first
    hoa.keyboard.press("k")
    assert hoa.locator(".mc-row--here").inner_text() == first
    hoa.locator("#q").focus()
    hoa.keyboard.type("jksd")
    expect(hoa.locator("#q")).to_have_value("jksd")


def test_a_word_still_being_composed_is_not_searched_nor_chosen(office):
    page = office.at_desk("lan")
    page.goto(f"{office.server}/ban-lam-viec/tiep-nhan")
    box = page.locator("#thu-tuc")
    box.evaluate(COMPOSING)
    page.wait_for_timeout(400)
    expect(page.get_by_role("option")).to_have_count(0)
    box.evaluate(COMPOSED)
    expect(page.get_by_role("option").first).to_be_visible()


def test_function_keys_lead_to_intake_and_chords_to_the_search(office):
    page = office.at_desk("lan")
    page.goto(f"{office.server}/ban-lam-viec/")
    page.wait_for_selector("html[data-js]")
    page.keyboard.press("F2")
    page.wait_for_url("**/tiep-nhan")
    expect(page.locator("#thu-tuc")).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.locator("#mc-search")).to_be_focused()
