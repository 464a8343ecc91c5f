"""The words of this room: who is a party, by which number, how it was verified."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartyKind(models.TextChoices):
    """A person or an organisation."""

    PERSON = "person", _("Cá nhân")
    ORGANISATION = "organisation", _("Tổ chức")


class Gender(models.TextChoices):
    """Gender as the identity card prints it."""

    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class NumberKind(models.TextChoices):
    """Kinds of number a party is known by; ``NONE`` is an answer, never stored as an identity."""

    PERSONAL_ID = "personal_id", _("Số định danh cá nhân")
    OLD_ID = "old_id", _("Số chứng minh nhân dân")
    PASSPORT = "passport", _("Số hộ chiếu")
    TAX_CODE = "tax_code", _("Mã số thuế")
    NONE = "none", _("Không có số giấy tờ")

    @classmethod
    def stored(cls) -> list[str]:
        """The kinds that an identity may have."""
        return [kind.value for kind in cls if kind is not cls.NONE]


class Verification(models.TextChoices):
    """How a name or a number was known, from the weakest to the strongest."""

    DECLARED = "declared", _("Tự khai")
    CARD_QR = "card_qr", _("Đọc mã QR trên thẻ căn cước")
    SEEN_ORIGINAL = "seen_original", _("Cán bộ đã xem bản chính")
    VNEID = "vneid", _("VNeID")

    @property
    def strength(self) -> int:
        """0 for the weakest. A card's QR code is unsigned: hardly more than a statement."""
        return list(Verification).index(self)
