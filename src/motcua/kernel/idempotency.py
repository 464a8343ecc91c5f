"""A command sent twice is done once: same key and body, same answer; another body, refused."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils.translation import gettext_lazy as _

from .errors import Refused
from .models import IdempotencyKey
from .transactions import part_of_command


class KeyReused(Refused):
    """The same form was sent again with other contents."""

    code = "idempotency.key_reused"
    text = _(
        "Biểu mẫu này đã được gửi với nội dung khác. Hãy mở biểu mẫu mới rồi nhập lại; "
        "hồ sơ đã gửi trước đó vẫn còn nguyên."
    )


@part_of_command
def claim(scope: str, key: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
    """Take the key for this command. One statement, two when it was used before.

    A second process with the same key waits here until the first one has committed.

    :param scope: the kind of command, so that keys of two forms never meet.
    :param key: made when the form was shown, sent back with it.
    :returns: None when the command should run, else the answer stored by its first run.
    :raises KeyReused: when the key was used with another body.
    """
    digest = _digest(body)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_idempotencykey (scope, key, digest, answer, made_at)"
            " VALUES (%s, %s, %s, NULL, clock_timestamp()) ON CONFLICT (scope, key) DO NOTHING",
            [scope, key, digest],
        )
        if cursor.rowcount == 1:
            return None
    stored = IdempotencyKey.objects.get(scope=scope, key=key)
    if stored.digest != digest:
        raise KeyReused
    return dict(stored.answer or {})


@part_of_command
def answer(scope: str, key: str, value: Mapping[str, Any]) -> None:
    """Keep what the command answered, for whoever sends the same again. Ids and codes only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_idempotencykey SET answer = %s::jsonb WHERE scope = %s AND key = %s",
            [json.dumps(dict(value), cls=DjangoJSONEncoder, ensure_ascii=False), scope, key],
        )


def forget_before(at: datetime) -> int:
    """Delete keys made before ``at``; the number deleted. A nightly job calls it."""
    return IdempotencyKey.objects.filter(made_at__lt=at).delete()[0]


def _digest(body: Mapping[str, Any]) -> str:
    text = json.dumps(body, sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
