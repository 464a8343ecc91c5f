"""The identity card's QR text: six, seven and more fields, and what a keyboard does to it."""

import traceback
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.parties.errors import CardTypedThroughIme, UnreadableCard
from motcua.parties.queries import parse_card_qr

from .factories import CARD


def test_seven_fields_without_an_old_number():
    card = parse_card_qr(CARD + "\r\n")

    assert (card.number, card.old_number, card.name) == ("036190000007", "", "Trần Thị Bình")
    assert (card.birth, card.gender) == (date(1990, 9, 2), "female")
    assert card.address == "Thôn Đông, xã Yên Bình, tỉnh Yên Bình"
    assert (card.issued_on, card.extra) == (date(2022, 3, 1), ())


def test_seven_fields_with_an_old_number():
    assert parse_card_qr(CARD.replace("||", "|168123456|")).old_number == "168123456"


def test_six_fields():
    card = parse_card_qr(CARD.replace("||", "|"))
    assert (card.name, card.old_number, card.issued_on) == (
        "Trần Thị Bình", "", date(2022, 3, 1),
    )  # fmt: skip


def test_more_fields_of_the_new_card_are_kept_aside():
    card = parse_card_qr(CARD + "|Trần Văn Đức|Lê Thị Hoa|034190000001")

    assert card.extra == ("Trần Văn Đức", "Lê Thị Hoa", "034190000001")
    assert card.address == "Thôn Đông, xã Yên Bình, tỉnh Yên Bình"


def test_more_fields_before_the_name_do_not_move_it():
    card = parse_card_qr(CARD.replace("||", "|168123456|036190000111|"))
    assert (card.name, card.old_number, card.extra) == (
        "Trần Thị Bình", "168123456", ("036190000111",),
    )  # fmt: skip


def test_a_card_without_its_day_of_issue_still_reads():
    card = parse_card_qr(CARD.rpartition("|")[0])
    assert (card.address, card.issued_on) == ("Thôn Đông, xã Yên Bình, tỉnh Yên Bình", None)


def test_decomposed_letters_are_composed():
    assert parse_card_qr(unicodedata.normalize("NFD", CARD)).name == "Trần Thị Bình"


@pytest.mark.parametrize(
    "name",
    ["Y Moan Êñuôl", "Lò Văn Boong", "Ksor H'Bia", "Joseph Nguyễn", "Vàng A Dơ", "Sùng Thị Mỷ"],
)
def test_names_of_all_peoples_pass(name):
    assert parse_card_qr(CARD.replace("Trần Thị Bình", name)).name == name


@pytest.mark.parametrize(
    "typed",
    [
        # Telex swallowed the accents as keys, the gender no longer reads
        "036190000007||Traanf Thij Binhf|02091990|Nuwx|Thoon DDoong, xax Yeen Binhf|01032022",
        # a man: the gender survives, the letters do not
        "036090000007||Nguyeenx Vawn Dduwcs|02091990|Nam|Thoon DDoong, xax Yeen Binhf|01032022",
        # Telex ate accented letters whole
        "036090000007||Nguyn Vn c|02091990|Nam|Thn ng, x Yn Bnh|01032022",
        # VNI: digits among the letters
        "036090000007||Nguye6n4 Va8n D9u7c1|02091990|Nam|Tho6n D9o6ng|01032022",
        # UTF-8 read as a Western code page
        "036090000007||Nguyá»…n VÄƒn Ä‘á»©c|02091990|Nam|ThÃ´n Ä\x90Ã´ng|01032022",
        # question marks instead of letters
        "036190000007||Tr?n Th? B?nh|02091990|N?|Th?n ??ng|01032022",
        # only the gender is broken
        "036190000007||Trần Thị Bình|02091990|Nưx|Thôn Đông|01032022",
    ],
)
def test_text_typed_through_an_input_method_says_what_to_do(typed):
    with pytest.raises(CardTypedThroughIme) as refusal:
        parse_card_qr(typed)
    assert "tiếng Anh" in str(refusal.value)
    assert "máy ảnh" in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "", "|", "||||||||", "H99.19-20261120-0000045", "036190000007", "x" * 100_000,
        CARD.replace("02091990", "32091990"), CARD[3:], CARD[:20], "036190000007|" * 40,
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_words(text):
    with pytest.raises(UnreadableCard) as refusal:
        parse_card_qr(text)
    assert "QR" in str(refusal.value) or "tiếng Anh" in str(refusal.value)


def test_the_text_of_a_card_is_in_no_error_and_no_repr():
    broken = CARD.replace("02091990", "32091990")
    with pytest.raises(UnreadableCard) as refusal:
        parse_card_qr(broken)

    told = "".join(traceback.format_exception(refusal.value)) + repr(refusal.value.__dict__)
    assert refusal.value.__context__ is None
    assert "036190000007" not in told
    assert "Bình" not in told + repr(parse_card_qr(CARD))


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    try:
        parse_card_qr(text)
    except UnreadableCard:
        pass


@given(
    old=st.sampled_from([None, "", "168123456"]),
    born=st.dates(date(1920, 1, 1), date(2026, 1, 1)),
    gender=st.sampled_from(["Nam", "Nữ"]),
    extra=st.lists(st.sampled_from(["Trần Văn Đức", "", "034190000001"]), max_size=4),
)
def test_every_card_of_a_known_shape_reads_back(old, born, gender, extra):
    fields = ["036190000007", "Lê Thị Ánh", f"{born:%d%m%Y}", gender, "Phường Đoài", "01032022"]
    if old is not None:
        fields.insert(1, old)

    card = parse_card_qr("|".join([*fields, *extra]))

    assert (card.name, card.birth, card.old_number) == ("Lê Thị Ánh", born, old or "")
    assert card.address == "Phường Đoài"
    assert card.extra == tuple(field for field in extra if field)
