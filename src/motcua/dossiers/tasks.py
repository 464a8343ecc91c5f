"""Jobs of this room."""

from django.utils import timezone

from motcua.kernel.jobs import app, task


@app.periodic(cron="*/10 * * * *", periodic_id="dossiers.follow_calendars")
@task(
    name="dossiers.follow_calendars",
    queueing_lock="dossiers.follow_calendars",
    lock="dossiers.follow_calendars",
)
def follow_calendars(timestamp: int = 0) -> None:
    """Let open dossiers follow the changes of calendars. Harmless when done twice.

    :param timestamp: the moment of the schedule; unused.
    """
    from .commands import follow_calendars as follow

    follow(timezone.now)
