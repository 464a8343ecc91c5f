"""Writing new rows where every millisecond counts: one statement, without building it anew.

For acts that a counter does a thousand times a day. Values go through the fields of the model, so
what is written is what ``save`` would write; nothing is asked of the model beyond that.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

from .transactions import part_of_command


@part_of_command
def insert(*rows: Model) -> None:
    """Write new rows of one model, in their order. One statement.

    Rows without a key get theirs from the database. No signals, no ``save`` of a subclass.

    :param rows: all of one model, all with a key or all without; none writes nothing.
    """
    if not rows:
        return
    model, keyed = type(rows[0]), rows[0].pk is not None
    fields, opening, places, key = _shape(model, keyed)
    values = [
        field.get_db_prep_save(field.pre_save(row, True), connection)
        for row in rows
        for field in fields
    ]
    sql = opening + ", ".join([places] * len(rows)) + key
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        made: Sequence[Any] = () if keyed else cursor.fetchall()
    for row, (pk,) in zip(rows, made, strict=False):
        row.pk = pk
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


@cache
def _shape(model: type[Model], keyed: bool) -> tuple[Any, str, str, str]:
    """Fields that are written, and the statement before, within and after their values."""
    meta = model._meta
    fields = tuple(f for f in meta.concrete_fields if keyed or f is not meta.pk)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    key = "" if keyed else f' RETURNING "{meta.pk.column}"'
    places = f"({', '.join(['%s'] * len(fields))})"
    opening = f'INSERT INTO "{meta.db_table}" ({columns}) VALUES '  # noqa: S608 - names of ours
    return fields, opening, places, key
