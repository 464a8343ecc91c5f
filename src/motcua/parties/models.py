"""Tables of the people and organisations who stand at the counter.

A number, a phone, an address is stored sealed; what is searched is a keyed index of it. A row
never prints personal data of itself.
"""

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import PublicIdField

from .rules.kinds import Gender, NumberKind, PartyKind, Verification

BLIND = r"^[0-9a-f]{64}$"


class Party(models.Model):
    """One person or organisation, as known now; ``PartyVersion`` has what was said before.

    Written only by ``parties.commands``. A dossier never follows later changes: it freezes names
    and addresses as printed on its slip.
    """

    public_id = PublicIdField()
    kind = models.CharField(max_length=12, choices=PartyKind.choices)
    name = models.CharField(max_length=300)
    name_folded = models.CharField(max_length=300, help_text="Without accents, for searching.")
    birth = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=6, blank=True, choices=Gender.choices)
    name_verified_by = models.CharField(
        max_length=16,
        choices=Verification.choices,
        default=Verification.DECLARED,
        help_text="The strongest way in which name, birth and gender were known.",
    )
    phone_sealed = models.BinaryField(null=True, blank=True)
    phone_blind = models.CharField(max_length=64, blank=True)
    phone_tail_blind = models.CharField(max_length=64, blank=True)
    email_sealed = models.BinaryField(null=True, blank=True)
    address_sealed = models.BinaryField(null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="party_kind_known", condition=Q(kind__in=PartyKind.values)),
            models.CheckConstraint(name="party_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="party_gender_known", condition=Q(gender__in=["", *Gender.values])
            ),
            models.CheckConstraint(
                name="party_verification_known",
                condition=Q(name_verified_by__in=Verification.values),
            ),
            models.CheckConstraint(
                name="party_organisation_has_no_birth",
                condition=Q(kind=PartyKind.PERSON) | Q(birth__isnull=True, gender=""),
            ),
            models.CheckConstraint(
                name="party_phone_sealed_with_its_index",
                condition=Q(phone_sealed__isnull=True, phone_blind="", phone_tail_blind="")
                | Q(
                    phone_sealed__isnull=False,
                    phone_blind__regex=BLIND,
                    phone_tail_blind__regex=BLIND,
                ),
            ),
        ]
        indexes = [
            # The counter's "who is this" by phone, whole or its last four digits.
            models.Index(name="party_phone", fields=["phone_blind"], condition=~Q(phone_blind="")),
            models.Index(
                name="party_phone_tail",
                fields=["phone_tail_blind"],
                condition=~Q(phone_tail_blind=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Party {self.pk}"


class PartyVersion(models.Model):
    """What was said about a party at one time, by whom it was entered and how it was known.

    ``applied`` is false where a stronger source already told the name, so that a number mistyped
    at a counter cannot rename somebody whose card was read.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    no = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    birth = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=6, blank=True, choices=Gender.choices)
    address_sealed = models.BinaryField(null=True, blank=True)
    verified_by = models.CharField(max_length=16, choices=Verification.choices)
    applied = models.BooleanField()
    by_person = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="party_version_once", fields=["party", "no"]),
            models.CheckConstraint(name="party_version_from_one", condition=Q(no__gte=1)),
            models.CheckConstraint(
                name="party_version_verification_known",
                condition=Q(verified_by__in=Verification.values),
            ),
        ]

    def __str__(self) -> str:
        return f"PartyVersion {self.party_id}/{self.no}"


class PartyIdentity(models.Model):
    """A number under which a party is known. One number belongs to one party only."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    number_kind = models.CharField(max_length=12, choices=NumberKind.choices)
    number_sealed = models.BinaryField()
    number_blind = models.CharField(max_length=64)
    tail_blind = models.CharField(max_length=64)
    verified_by = models.CharField(max_length=16, choices=Verification.choices)
    verified_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="party_identity_number_once", fields=["number_kind", "number_blind"]
            ),
            models.CheckConstraint(
                name="party_identity_kind_known",
                condition=Q(number_kind__in=NumberKind.stored()),
            ),
            models.CheckConstraint(
                name="party_identity_verification_known",
                condition=Q(verified_by__in=Verification.values),
            ),
            models.CheckConstraint(
                name="party_identity_indexed",
                condition=Q(number_blind__regex=BLIND, tail_blind__regex=BLIND),
            ),
        ]
        indexes = [
            # The counter's search by the last four digits of an identity number.
            models.Index(name="party_identity_tail", fields=["tail_blind"]),
            # All numbers of the party on its page.
            models.Index(name="party_identity_of", fields=["party", "number_kind"]),
        ]

    def __str__(self) -> str:
        return f"PartyIdentity {self.pk}"
