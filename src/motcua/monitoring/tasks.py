"""What this room does by itself at the start of every working day."""

from datetime import UTC, datetime

from motcua.kernel.jobs import app, task

from .pace import look_ahead as look


@app.periodic(cron="30 23 * * *", periodic_id="monitoring.look_ahead")  # 06:30 in Vietnam
@task(name="monitoring.look_ahead", queueing_lock="monitoring.look_ahead")
def look_ahead(timestamp: int) -> None:
    """Judge anew which open dossiers will be late, by how long steps take these days.

    :param timestamp: the moment of the schedule, seconds since 1970. Harmless when done twice.
    """
    look(at=datetime.fromtimestamp(timestamp, UTC))
