"""Jobs of this room."""

from motcua.kernel.jobs import task


@task(name="documents.render_slip")
def render_slip(slip_id: int) -> None:
    """Render an issued slip ahead of its first reader. Harmless when done twice."""
    from .queries import slip_pdf

    slip_pdf(slip_id)
