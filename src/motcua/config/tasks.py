"""What the whole house does every night."""

from datetime import UTC, datetime

from motcua.kernel.actor import Actor
from motcua.kernel.jobs import app, task

from .watching import check_all


@app.periodic(cron="0 20 * * *", periodic_id="config.check_invariants")  # 03:00 in Vietnam
@task(name="config.check_invariants", queueing_lock="config.check_invariants", lock="config.check")
def check_invariants(timestamp: int) -> None:
    """Ask whether everything is true that must be, and keep the answer for the operator's page.

    :param timestamp: the moment of the schedule, seconds since 1970. Harmless when done twice.
    """
    check_all(by=Actor.system("nightly"), at=datetime.fromtimestamp(timestamp, UTC))
