"""Chance by seed: the same words give the same draws, on every machine and in every year."""

from collections.abc import Mapping, Sequence
from math import exp
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A stream of draws that belongs to one thing: a dossier, a day, an officer's month.

    Each thing has its own, so that what happens to one moves no draw of another.
    """

    def __init__(self, *names: object) -> None:
        self._random = Random("/".join(map(str, names)))  # noqa: S311 - reproducible on purpose

    def happens(self, probability: float) -> bool:
        """True with this probability, 0 to 1."""
        return self._random.random() < probability

    def one(self, choices: Sequence[T]) -> T:
        """One of these, each as likely."""
        return choices[self._random.randrange(len(choices))]

    def pick(self, weights: Mapping[T, float]) -> T:
        """One of the keys by its weight; the order of the mapping is part of the draw."""
        names = list(weights)
        return self._random.choices(names, [weights[name] for name in names])[0]

    def below(self, number: int) -> int:
        """A whole number from 0, less than ``number``."""
        return self._random.randrange(number)

    def between(self, ends: Sequence[float]) -> float:
        """A number between two ends."""
        return self._random.uniform(ends[0], ends[1])

    def minutes(self, ends: Sequence[float]) -> int:
        """Whole minutes between two ends, at least one."""
        return max(1, round(self.between(ends)))

    def spread(self, median_and_sigma: Sequence[float]) -> float:
        """A waiting time with this median and a long tail (log-normal)."""
        median, sigma = median_and_sigma
        return median * exp(self._random.gauss(0, sigma))

    def number_around(self, mean: float) -> int:
        """How many came when ``mean`` come on average (Poisson, by multiplying)."""
        most, product, number = exp(-mean), self._random.random(), 0
        while product > most:
            product *= self._random.random()
            number += 1
        return number
