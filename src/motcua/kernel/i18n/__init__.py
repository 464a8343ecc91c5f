"""The translations of the product, kept without GNU gettext.

``python_source`` and ``template_source`` find every string shown to people, ``catalogue`` reads and
writes ``locale/en``, ``checking`` compares the two. Only the development commands ``untranslated``
and ``translate_extract`` use it; ``polib`` and ``babel`` are development requirements and are
imported where they are needed.
"""
