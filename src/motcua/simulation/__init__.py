"""People living through the same commands as the pages: citizens, officers, their own clock.

The demonstration, the load and the oracle of every figure are one thing. Only commands and queries
of other rooms are called; what must be true afterwards is kept in :mod:`.account`, made from the
simulator's own decisions and never read back from the database.
"""
