"""Personal numbers at rest: sealed to be read back, blinded to be looked up."""

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


def seal(text: str) -> bytes:
    """Encrypt with AES-256-GCM under the installation's seal key; every call differs."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(bytes.fromhex(settings.SEAL_KEY)).encrypt(nonce, text.encode(), None)


def unseal(sealed: bytes) -> str:
    """What was sealed.

    :raises cryptography.exceptions.InvalidTag: when a byte was changed or the key is another.
    """
    box = bytes(sealed)
    key = AESGCM(bytes.fromhex(settings.SEAL_KEY))
    return key.decrypt(box[:_NONCE], box[_NONCE:], None).decode()


def blind(text: str, purpose: str) -> str:
    """A keyed fingerprint (HMAC-SHA256, 64 hex digits) for exact look-ups.

    :param purpose: keeps the fingerprints of different columns apart.
    """
    key = bytes.fromhex(settings.INDEX_KEY)
    return hmac.new(key, f"{purpose}\x00{text}".encode(), hashlib.sha256).hexdigest()


def last4(text: str) -> str:
    """The last four letters or digits, without separators; shorter texts as they are."""
    return "".join(c for c in text if c.isalnum())[-4:]
