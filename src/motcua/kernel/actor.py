"""Who acts: a person in a post, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who answers for a command.

    ``unit_id`` is where the act is done; ``on_behalf_of_id`` the post that was delegated, if any.
    A job acts as ``Actor.system(...)``: no person, no post, no unit.
    """

    person_id: int | None
    post_id: int | None
    unit_id: int | None
    role: str
    person_name: str = ""
    on_behalf_of_id: int | None = None

    @classmethod
    def system(cls, name: str) -> Actor:
        """The system itself, named by the job or import that runs."""
        return cls(None, None, None, f"system:{name}", name)

    def seat(self) -> tuple[int, int]:
        """Unit and post of a person who acts.

        :raises RuntimeError: the system itself, which sits nowhere: the role should have said no.
        """
        if self.unit_id is None or self.post_id is None:
            raise RuntimeError("the system holds no post")
        return self.unit_id, self.post_id

    @property
    def holder_id(self) -> int | None:
        """The post in whose name work is held: the delegated one, else one's own.

        So work taken on behalf of somebody stays theirs when the delegation ends.
        """
        return self.on_behalf_of_id or self.post_id

    @property
    def is_system(self) -> bool:
        """Whether no person stands behind this act."""
        return self.person_id is None
