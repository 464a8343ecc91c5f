"""The keys of an installation are those its data were sealed with, or nothing starts.

At the first start a word is kept under each key. At every later start it must read the same: with
another key no personal number could be read or found, and what is received meanwhile would be
sealed in a way that the right key does not open.
"""

from collections.abc import Callable
from datetime import datetime

from cryptography.exceptions import InvalidTag
from django.db import connection
from django.utils.translation import gettext_lazy as _

from .errors import Refused
from .models import KeyProof
from .sealing import blind, seal, unseal
from .transactions import command

_WORD = "motcua"


class WrongKeys(Refused):
    """A key is not the one that the data of this installation were sealed with."""

    code = "keys.wrong"
    text = _(
        "Khoá niêm phong hoặc khoá tra cứu (%(keys)s) không phải khoá của dữ liệu này, nên không "
        "đọc được số giấy tờ đã lưu. Hãy đặt lại đúng khoá cũ, lấy từ bản sao lưu khoá, vào thư "
        "mục keys rồi khởi động lại; chưa có dữ liệu nào bị thay đổi."
    )


def kept_here() -> bool:
    """Whether the database is new enough to keep a word at all."""
    return KeyProof._meta.db_table in connection.introspection.table_names()


def wrong() -> list[str]:
    """Names of the keys (``seal_key``, ``index_key``) that do not read their word. One query."""
    kept = KeyProof.objects.values_list("name", "proof")
    return sorted(name for name, proof in kept if not _READS[name](bytes(proof)))


@command
def keep(*, at: datetime) -> None:
    """Keep a word under every key that has none yet; done at every start, writes at the first.

    :raises WrongKeys: a key is another than at the first start; nothing is written then.
    """
    known = set(KeyProof.objects.select_for_update().values_list("name", flat=True))
    if names := wrong():
        raise WrongKeys(keys=", ".join(names))
    missing = [
        KeyProof(name=name, proof=make(), kept_at=at)
        for name, make in _MAKES.items()
        if name not in known
    ]
    # Two starts at once keep the same word under the same keys: the first is enough.
    KeyProof.objects.bulk_create(missing, ignore_conflicts=True)


def _opens(proof: bytes) -> bool:
    try:
        return unseal(proof) == _WORD
    except InvalidTag:
        return False


def _sealed() -> bytes:
    return seal(_WORD)


def _blinded() -> bytes:
    return blind(_WORD, "kernel.keys").encode()


_MAKES: dict[str, Callable[[], bytes]] = {"seal_key": _sealed, "index_key": _blinded}
_READS: dict[str, Callable[[bytes], bool]] = {
    "seal_key": _opens,
    "index_key": lambda proof: proof == _blinded(),
}
