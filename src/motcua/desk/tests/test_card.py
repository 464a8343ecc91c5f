"""Only what was read from a card counts as read from a card."""

from datetime import date

import pytest

from motcua.desk.forms.intake import PartyForm, card_seal

CARD = {
    "kind": "person",
    "name": "Nguyễn Thị Ánh Tuyết",
    "number_kind": "personal_id",
    "number": "001199004321",
    "birth": "06/05/1999",
    "verified_by": card_seal("001199004321", "Nguyễn Thị Ánh Tuyết", date(1999, 5, 6)),
}


def verified(**changes):
    data = {f"owner-{name}": value for name, value in (CARD | changes).items()}
    form = PartyForm(data, prefix="owner")
    assert form.is_valid(), form.errors
    return form.party().verified_by


def test_a_scanned_card_is_verified_and_may_get_a_phone():
    assert verified() == "card_qr"
    assert verified(phone="0912345678") == "card_qr"


@pytest.mark.parametrize(
    "change",
    [
        {"verified_by": "card_qr"},
        {"verified_by": ""},
        {"number": "001199004322"},
        {"name": "Nguyễn Thị Ánh"},
        {"birth": "07/05/1999"},
    ],
)
def test_what_was_typed_or_changed_afterwards_is_declared(change):
    assert verified(**change) == "declared"
