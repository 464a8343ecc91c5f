"""Tables of files and issued slips, about an opaque subject.

The bytes lie in a folder under their SHA-256; here is who brought them, under which name.
"""

from django.db import models
from django.db.models import F, Q

from motcua.kernel.ids import PublicIdField

SHA256 = r"^[0-9a-f]{64}$"


class Content(models.Model):
    """Bytes that are kept, once for each content. Never changed; found by their hash."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="content_is_a_hash", condition=Q(sha256__regex=SHA256)),
            models.CheckConstraint(name="content_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(name="content_has_type", condition=~Q(media_type="")),
        ]

    def __str__(self) -> str:
        return f"Content {self.sha256[:12]}"


class File(models.Model):
    """One upload: a name that somebody gave to a content. Its name may hold personal data."""

    public_id = PublicIdField()
    content = models.ForeignKey(Content, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, help_text="What it is to the one who stores it.")
    by_person = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="file_has_name", condition=~Q(name="")),
            models.CheckConstraint(name="file_has_kind", condition=~Q(kind="")),
        ]

    def __str__(self) -> str:
        return f"File {self.pk}"


class SlipEnd(models.Model):
    """A paper that is no longer in force, and why: what the public check page tells."""

    class Why(models.TextChoices):
        REPLACED = "replaced"
        WITHDRAWN = "withdrawn"
        DONE = "done"

    slip = models.OneToOneField("IssuedSlip", models.PROTECT, primary_key=True, related_name="end")
    why = models.CharField(max_length=10, choices=Why.choices)
    by_slip = models.ForeignKey("IssuedSlip", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="slip_end_replaced_by_another",
                condition=Q(why="replaced", by_slip__isnull=False) & ~Q(slip=F("by_slip"))
                | Q(why__in=["withdrawn", "done"], by_slip__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.slip_id} {self.why}"


class LetterCounter(models.Model):
    """The numbers of an office's letters of one kind in one year, without gaps."""

    unit_id = models.BigIntegerField(help_text="The office: opaque here.")
    year = models.SmallIntegerField()
    symbol = models.CharField(max_length=20)
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="letter_counter_once", fields=["unit_id", "year", "symbol"]
            ),
            models.CheckConstraint(name="letter_counter_from_one", condition=Q(last__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.year} {self.symbol} {self.last}"


class IssuedSlip(models.Model):
    """A form that was issued: its data frozen, its form and edition named, its PDF kept by hash.

    A trigger refuses any change but one: the rendered PDF is recorded once.
    """

    public_id = PublicIdField()
    subject_id = models.BigIntegerField(help_text="What it is about: opaque here.")
    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField(help_text="1 for the first of its kind, 2 if issued anew.")
    form_code = models.CharField(max_length=40)
    form_edition = models.CharField(max_length=40, help_text="Which circular's form, by its date.")
    data = models.JSONField()
    issued_at = models.DateTimeField()
    pdf = models.ForeignKey(Content, models.PROTECT, null=True, related_name="+")
    rendered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="slip_number_once", fields=["subject_id", "kind", "number"]
            ),
            models.CheckConstraint(name="slip_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="slip_names_its_form", condition=~Q(kind="") & ~Q(form_code="")
            ),
            models.CheckConstraint(
                name="slip_rendered_iff_dated",
                condition=Q(pdf__isnull=True, rendered_at__isnull=True)
                | Q(pdf__isnull=False, rendered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"IssuedSlip {self.pk}"
