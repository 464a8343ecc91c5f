"""Guesses at the same moment are counted like guesses one after the other."""

import threading

import pytest
from django.db import connection

from motcua.dossiers import commands
from motcua.dossiers.errors import NotFound, TooManyTries
from tests.scene import LATER
from tests.world import found, receive


@pytest.mark.django_db(transaction=True)
def test_twenty_guesses_at_once_are_counted_like_twenty_in_a_row():
    received = receive(found())
    start, answers = threading.Barrier(20), []

    def guess(number):
        start.wait()
        try:
            commands.look_up(code=received.code, tail=f"{number:04}", address="x", at=LATER)
        except (NotFound, TooManyTries) as refusal:
            answers.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=[n]) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(NotFound) == 4
    assert answers.count(TooManyTries) == 16
