"""Dates of validity, one way for all: a range, no overlap, and the question "on which day?"."""

from datetime import date
from typing import TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

M = TypeVar("M", bound=models.Model)


class InForce(models.QuerySet[M]):
    """Rows that can be asked for by day."""

    def in_force(self, day: date) -> "InForce[M]":
        """Rows valid on ``day`` (Vietnamese calendar)."""
        return self.filter(valid__contains=day)


class Dated(models.Model):
    """Something that a law or an office decides: valid from a day, perhaps until one.

    ``valid`` is half open: the upper day is the first one on which it no longer holds.
    """

    valid = DateRangeField()

    objects = InForce.as_manager()

    class Meta:
        abstract = True


def since(day: date, until: date | None = None) -> DateRange:
    """The range from ``day`` up to, not including, ``until``."""
    return DateRange(day, until, "[)")


def validity_constraint(name: str, *columns: str) -> ExclusionConstraint:
    """No two rows with the same ``columns`` are valid on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((column, RangeOperators.EQUAL) for column in columns),
            ("valid", RangeOperators.OVERLAPS),
        ],
    )
