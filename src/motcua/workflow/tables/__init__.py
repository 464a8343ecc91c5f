"""Published step tables read as processes. Pure: a record and its readings in, a graph out.

A *table* is what a province publishes: rows with a number, an actor and perhaps a duration. Who an
actor is (`ActorMap`) and what the prose of a row means (`Readings`) are data, reviewed by people;
without them a row simply follows the row above it. Nothing here knows what the tables are about.
"""

from .actors import ActorMap, ActorRule
from .build import Built, declared_variables, graph_from_table
from .errors import TableRefused
from .facts import Facts
from .limits import in_days
from .readings import Readings, Variable

__all__ = [
    "ActorMap",
    "ActorRule",
    "Built",
    "Facts",
    "Readings",
    "TableRefused",
    "Variable",
    "declared_variables",
    "graph_from_table",
    "in_days",
]
