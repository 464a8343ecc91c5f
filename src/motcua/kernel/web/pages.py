"""Types that the pages of every door share."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from motcua.kernel.actor import Actor


class SignedInRequest(HttpRequest):
    """A request behind the sign-in: who acts, from which post, and whether htmx asked."""

    actor: "Actor"
    htmx: "HtmxDetails"
