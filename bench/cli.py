"""The words after ``./motcua bench``."""

from django.utils import timezone

from bench import people
from bench.database import connect


def run(words: list[str]) -> int:
    """Do what the words say; 0 when all went well."""
    if words[:1] == ["people"]:
        first, many, clerk = (int(word) for word in words[1:])
        with connect() as own:
            people.load(own, first, many, clerk, timezone.now())
        return 0
    return 2
