"""``python -m bench``: what ``./motcua bench`` runs, in the product's environment."""

import os
import sys

import django


def main(words: list[str]) -> int:
    """Run one of the commands; its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    django.setup()
    from bench import cli

    return cli.run(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
