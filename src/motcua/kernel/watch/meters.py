"""Figures that a process counts while it works, in Prometheus' own types.

Labels come from closed sets: names of views, commands, jobs, codes of refusals. Never an address
of a page, never anything that a person typed. With ``PROMETHEUS_MULTIPROC_DIR`` (the launcher
sets it) the processes of one installation add up, whichever of them is asked.
"""

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
STATEMENTS = (0, 2, 5, 10, 15, 20, 30, 50, 100)
METHODS = frozenset({"GET", "HEAD", "POST"})

requests = Counter(
    "motcua_requests", "Answered requests, by name of the view.", ["view", "method", "status"]
)
request_seconds = Histogram(
    "motcua_request_seconds", "Seconds until the answer began.", ["view"], buckets=SECONDS
)
request_statements = Histogram(
    "motcua_request_statements", "SQL statements of a request.", ["view"], buckets=STATEMENTS
)
commands = Counter("motcua_commands", "Commands, by how they ended.", ["command", "outcome"])
command_seconds = Histogram(
    "motcua_command_seconds", "Seconds of a command.", ["command"], buckets=SECONDS
)
refusals = Counter("motcua_refusals", "What rules said no to, by stable code.", ["code"])
jobs_done = Counter("motcua_jobs_done", "Runs of jobs, by how they ended.", ["job", "outcome"])
job_seconds = Histogram("motcua_job_seconds", "Seconds of a job.", ["job"], buckets=SECONDS)
started = Gauge(
    "motcua_process_started_seconds",
    "When the process that started last was started, seconds since 1970.",
    multiprocess_mode="mostrecent",
)


def method_of(word: str) -> str:
    """The label of a method; whatever a stranger invents is ``other``."""
    return word if word in METHODS else "other"
