"""Why a table cannot be read."""


class TableRefused(Exception):
    """A table that gives no process; `reasons` are sentences in Vietnamese for who imports it."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
