"""Jobs of this room."""

from datetime import UTC, datetime

from django.utils import timezone

from motcua.kernel.actor import Actor
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


@app.periodic(cron="*/5 * * * *", periodic_id="dossiers.follow_mergers")
@task(
    name="dossiers.follow_mergers",
    queueing_lock="dossiers.follow_mergers",
    lock="dossiers.follow_mergers",
)
def follow_mergers(timestamp: int = 0) -> None:
    """Move what was saved behind a reform of agencies. Harmless when done twice.

    :param timestamp: the moment of the schedule; unused.
    """
    from .commands import follow_mergers as follow

    follow(by=Actor.system("follow_mergers"), at=timezone.now())


@app.periodic(cron="15 10 * * *", periodic_id="dossiers.foresee_apologies")  # 17:15 in Vietnam
@task(name="dossiers.foresee_apologies", queueing_lock="dossiers.foresee_apologies")
def foresee_apologies(timestamp: int) -> None:
    """Draft a letter for every open dossier that will miss its day, once the day's work is done.

    :param timestamp: the moment of the schedule, seconds since 1970. Harmless when done twice.
    """
    from .commands import foresee_apologies as foresee

    foresee(at=datetime.fromtimestamp(timestamp, UTC))
