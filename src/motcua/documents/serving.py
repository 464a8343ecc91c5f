"""How a kept file leaves the house: never guessed at, never cached, never run by a browser."""

from typing import Literal
from urllib.parse import quote

from django.http import HttpResponse

from motcua.kernel.text import fold

Disposition = Literal["inline", "attachment"]
_INLINE = {"application/pdf", "image/jpeg", "image/png"}


def respond(
    content: bytes, *, name: str, media_type: str, disposition: Disposition
) -> HttpResponse:
    """An answer with these bytes.

    :param disposition: ``inline`` is kept for PDF and pictures only; all else is downloaded.
    """
    if media_type not in _INLINE:
        disposition = "attachment"
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = disposition_header(disposition, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox allow-downloads; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Content-Length"] = str(len(content))
    return response


def disposition_header(disposition: Disposition, name: str) -> str:
    """The header with the name for old readers without accents, and in full by RFC 5987."""
    plain = "".join(c if (c.isalnum() and c.isascii()) or c in ".-_ " else "_" for c in fold(name))
    return f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def pdf_response(pdf: bytes, *, name: str, disposition: Disposition = "inline") -> HttpResponse:
    """The answer with a rendered PDF, e.g. of a slip, under a name like ``H99.19-0001.pdf``."""
    return respond(pdf, name=name, media_type="application/pdf", disposition=disposition)
