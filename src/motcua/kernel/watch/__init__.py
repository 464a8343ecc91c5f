"""Watching the house while it runs: request ids, log lines, figures, health, operator's acts.

Nothing here knows a noun of the domain, and nothing writes down a name, a number, an address of
a page or anything else that a person has typed.
"""
