"""Let open dossiers follow changed calendars now, as the worker does; beside the tests' server.

Run as a program, in a process of its own.
"""

import django


def main() -> None:
    """Every change that was applied, to its end."""
    django.setup()
    from django.utils import timezone

    from motcua.dossiers.commands import follow_calendars

    follow_calendars(timezone.now)


if __name__ == "__main__":
    main()
