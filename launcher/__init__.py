"""The launcher: starts, checks, saves and packs one installation.

Standard library only: it runs on the machine's Python before any environment exists. Entry:
``./motcua`` (POSIX sh) finds an interpreter and runs ``__main__.py``.
"""
