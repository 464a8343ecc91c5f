"""Who may see a party: nobody here knows. A party is reached through a dossier.

The rooms above check that the reader may see the dossier, write the read log, and only then call
``queries.party`` (masked) or ``queries.reveal`` (whole numbers).
"""
