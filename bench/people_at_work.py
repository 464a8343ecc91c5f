"""Who is asked to do what in a measurement, and what lies before them."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from bench import province, visitors
from bench.database import Connection
from bench.province import Counter
from motcua.kernel.clock import local_day
from motcua.workflow import queries as processes

Request = dict[str, Any]
DESK = "/ban-lam-viec"


@dataclass(slots=True)
class Officers:
    """Sessions of officers, each made once."""

    connection: Connection
    _known: dict[tuple[int, str], str] = field(default_factory=dict)

    def cookie(self, unit_id: int, role: str) -> str:
        """The session of somebody of this unit and role; empty when nobody is there."""
        key = unit_id, role
        if key not in self._known:
            row = self.connection.execute(
                "SELECT user_id, id FROM organizations_post"
                " WHERE unit_id = %s AND role = %s AND valid @> now()::date ORDER BY id LIMIT 1",
                [unit_id, role],
            ).fetchone()
            self._known[key] = visitors.cookie(*row) if row else ""
        return self._known[key]

    def anybody(self, role: str) -> str:
        """The session of the first person of a role."""
        row = self.connection.execute(
            "SELECT unit_id FROM organizations_post WHERE role = %s ORDER BY id LIMIT 1", [role]
        ).fetchone()
        return self.cookie(row[0], role) if row else ""


def counters() -> list[Counter]:
    """The twenty counters."""
    return province.counters(local_day(timezone.now()))


_BUSIEST = """
SELECT unit_id, role, count(*) FROM dossiers_inboxrow WHERE role = %s
GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 1
"""


def busiest(connection: Connection, role: str) -> tuple[int, int]:
    """The unit whose people of a role have most to do, and how many lines that is."""
    row = connection.execute(_BUSIEST, [role]).fetchone()
    if row is None:
        raise SystemExit("bench: nothing waits for anybody; seed the data set first")
    return row[0], row[2]


_VERSIONS = """
SELECT v.public_id FROM dossiers_dossier d
JOIN bench_template t ON t.dossier_id = d.id
JOIN catalog_procedureversion v ON v.id = d.procedure_version_id
WHERE d.received_unit_id = %s ORDER BY d.id DESC LIMIT 1
"""


@dataclass(slots=True)
class Sheet:
    """An intake sheet as the officer sees it, filled in again and again with other people."""

    cookie: str
    values: dict[str, str]

    def request(self, number: int) -> Request:
        """The reception of another applicant, whose numbers nobody has yet."""
        who = f"{number % 10**6:06d}"
        filled = self.values | {
            "key": f"bench-{number}",
            "owner-kind": "person",
            "owner-name": f"Nguyễn Văn {_spelled(number)}",
            "owner-number_kind": "personal_id",
            "owner-number": f"097{number % 4}{number // 10**6 % 100:02d}{who}",
            "owner-phone": f"088{number % 10**7:07d}",
            "owner-address": "Thôn 3, xã Đo 1, tỉnh Minh Họa",
            "owner-verified_by": "",
            "owner-gender": "",
            "accept_warnings": "on",
        }
        return {
            "method": "POST",
            "path": f"{DESK}/tiep-nhan",
            "cookie": self.cookie,
            "body": visitors.body(filled),
            "expect": 302,
        }


def _spelled(number: int) -> str:
    return "".join(chr(ord("A") + int(digit)) for digit in str(number)).capitalize()


def sheet(port: int, counter: Counter, officers: Officers) -> Sheet:
    """Open the sheet of the procedure that this counter lived as a template.

    :raises SystemExit: the page does not show it.
    """
    row = officers.connection.execute(_VERSIONS, [counter.unit_id]).fetchone()
    if row is None:
        raise SystemExit(f"bench: no template of unit {counter.unit_id}")
    cookie = officers.cookie(counter.unit_id, "counter")
    page = visitors.get(port, f"{DESK}/tiep-nhan?thu-tuc={row[0]}", cookie)
    if page.status != 200:
        raise SystemExit(f"bench: the intake sheet answered {page.status}")
    values = visitors.fields(page)
    if not any(name.startswith("paper-") for name in values):  # papers follow from the case
        asked = visitors.body(values | {"refresh": "1"})
        values = visitors.fields(visitors.get(port, f"{DESK}/tiep-nhan", page.cookie, asked))
    return Sheet(page.cookie, _taken(values))


def _taken(values: dict[str, str]) -> dict[str, str]:
    """Every paper is handed in; questions are answered with no where nothing is chosen."""
    for name in [n for n in values if n.startswith("paper-") and n.endswith("-originals")]:
        values[name.replace("-originals", "-taken")] = "on"
    for name in [n for n in values if n.startswith("answer-")]:
        values[name] = "off"
    return {
        name: value
        for name, value in values.items()
        if not name.startswith(("submitter-name", "collector-name"))
    }


_FIRST_STEPS = """
SELECT i.item_id, i.item_public_id, i.unit_id, i.role, i.dossier_public_id
FROM dossiers_inboxrow i JOIN dossiers_dossier d ON d.id = i.dossier_id
WHERE d.state IN ('accepted', 'processing') AND i.step_kind <> 'return' AND i.role <> ''
  AND NOT i.labels @> '["wait"]' AND i.role = ANY (%s)
  AND NOT EXISTS (  -- a late one goes to signature with its letter only
    SELECT FROM dossiers_promise p WHERE p.dossier_id = d.id AND p.due_at < now()
  )
ORDER BY d.state, i.item_id LIMIT %s
"""


def steps(port: int, officers: Officers, many: int) -> list[Request]:
    """Forms that finish a step each, of several officers; first steps before later ones."""
    rows = officers.connection.execute(
        _FIRST_STEPS, [["counter", "appraiser", "unit_leader"], many * 2]
    ).fetchall()
    tokens: dict[str, tuple[str, str]] = {}
    found = []
    for item_id, public_id, unit_id, role, _dossier in rows:
        cookie = officers.cookie(unit_id, role)
        if not cookie:
            continue
        path = f"{DESK}/viec/{public_id}/xong"
        if cookie not in tokens:
            page = visitors.get(port, path, cookie)
            csrf = visitors.fields(page).get("csrfmiddlewaretoken", "")
            if page.status != 200 or not csrf:
                continue
            tokens[cookie] = page.cookie, csrf
        jar, csrf = tokens[cookie]
        outcomes = processes.item(item_id).outcomes
        values = {
            "csrfmiddlewaretoken": csrf,
            "key": f"bench-step-{item_id}",
            "handover": "electronic",
        }
        if len(outcomes) > 1:
            values["outcome"] = outcomes[0].code
        found.append(
            {
                "method": "POST",
                "path": path,
                "cookie": jar,
                "body": visitors.body(values),
                "expect": 302,
            }
        )
        if len(found) == many:
            break
    return found
