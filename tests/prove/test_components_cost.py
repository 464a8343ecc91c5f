"""What drawing a list costs: fifty rows of components against the same rows as plain HTML."""

import time
from collections.abc import Callable

from django.template import Context, Template

from motcua.kernel.web.tests.test_components import NOW, ROWS, fifty_rows

MOST_RATIO = 4.0
PLAIN = """<table>{% for row in rows %}<tr><td>{{ row.code }}</td><td>{{ row.owner }}</td>
<td>{{ row.state }}</td><td>{{ row.due_at }}</td></tr>{% endfor %}</table>"""


def milliseconds(act: Callable[[], object]) -> float:
    """CPU of the fastest of twenty."""
    best = float("inf")
    for _ in range(20):
        start = time.thread_time()
        act()
        best = min(best, time.thread_time() - start)
    return best * 1000


def test_components_cost_little_more_than_plain_rows() -> None:
    context = Context({"rows": fifty_rows(), "now": NOW})
    ours, plain = Template(ROWS), Template(PLAIN)
    drawn = milliseconds(lambda: ours.render(context))
    floor = milliseconds(lambda: plain.render(context))
    print(f"50 rows: {drawn:.1f} ms of CPU, plain {floor:.1f} ms, ratio {drawn / floor:.2f}")
    assert drawn / floor <= MOST_RATIO
