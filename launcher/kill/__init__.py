"""``./motcua demo kill``: people at work while web, worker and database are killed at random.

``run`` starts the real product and takes it through the time; ``people`` are the counters and
officers, who work on the desk's own pages; ``killing`` says who dies when; ``account`` holds what
people were told against what the database holds; ``page`` shows it live; ``report`` ends it.
"""
