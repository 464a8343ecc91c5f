"""Templates times the plan: every row of every new dossier, written by the database itself.

Columns that nobody names here are copied, moments and days are moved by the slot's days; so a
column that a room adds later is right without a change here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.database import Connection

MOST_SLIPS = 4
"""Papers of a dossier, and notices of one, at most: their ids are counted from its own."""
FAR = "TIMESTAMPTZ '9999-01-01 00:00:00+00'"


def public_id(kind: str, number: str) -> str:
    """An opaque id that can be told again from the row's number: 16 letters."""
    return (
        f"substr(translate(encode(sha256(int8send({number}) || '{kind}'::bytea), 'base64'),"
        " '+/', '-_'), 1, 16)"
    )


def token(number: str) -> str:
    """A tracking token: 24 letters."""
    return public_id("track", number).replace("1, 16", "1, 24")


@dataclass(frozen=True, slots=True)
class Source:
    """One table: how its template rows are found, and which columns are not just moved.

    :param of: the template's dossier for a row ``x``.
    :param special: column → expression over ``x`` (template row), ``p`` (plan), ``s`` (slot),
        ``o`` (owner).
    :param join: more tables of the expressions.
    """

    table: str
    of: str
    special: dict[str, str] = field(default_factory=dict)
    join: str = ""


ITEM = "(p.item0 + x.ord)"
PROMISE = "(s.promised->(x.number - 1))"
SLIP = f"(p.n * {MOST_SLIPS} + x.ord)"
"""A number for one of a dossier's papers, or of its notices."""
_MOMENT = """to_char(((x.data->>'KEY')::timestamptz + s.moved) AT TIME ZONE 'Asia/Ho_Chi_Minh',
  'YYYY-MM-DD"T"HH24:MI:SS"+07:00"')"""
_DAY = "((x.data->>'KEY')::date + s.shift)::text"
SLIP_DATA = (
    """x.data || jsonb_build_object('code', p.code, 'check_url', x.proof || CHECK,
  'owner', x.owner || jsonb_build_object('name', o.name, 'id_masked', '••••••••' || o.tail))
  || CASE x.kind WHEN 'receipt' THEN s.receipt || jsonb_build_object('number', p.code,
    'tracking_url', x.track || TRACK, 'qr_text', x.track || TRACK)
  ELSE jsonb_build_object('owner_name', o.name, 'taker', o.name, MOVED) END
""".replace("TRACK", token("p.n"))
    .replace("CHECK", public_id("slip", SLIP))
    .replace(
        "MOVED",
        ", ".join(
            f"'{key}', {how.replace('KEY', key)}"
            for how, keys in (
                (_DAY, ("day", "received_on", "result_on")),
                (_MOMENT, ("received_at", "collected_at")),
            )
            for key in keys
        ),
    )
)
"""A paper in the words of the new dossier; ``s.receipt`` is what the slot says of a reception."""

SOURCES = (
    Source(
        "dossiers_dossier",
        "x.id",
        {
            "id": "p.n",
            "public_id": public_id("dossier", "p.n"),
            "track_token": token("p.n"),
            "year": "s.year",
            "code": "p.code",
            "code_number": "p.number",
            "owner_id": "o.id",
            "submitter_id": "o.id",
            "collector_id": "o.id",
            "owner_name": "o.name",
            "submitter_name": "o.name",
            "collector_name": "o.name",
            "due_at": "s.due",
            "due_on": "(s.due AT TIME ZONE 'Asia/Ho_Chi_Minh')::date",
        },
    ),
    Source("workflow_instance", "x.subject_id", {"id": "p.n", "subject_id": "p.n"}),
    Source("workflow_token", "x.subject_id", {"id": ITEM, "instance_id": "p.n"}),
    Source(
        "workflow_workitem",
        "x.subject_id",
        {
            "id": ITEM,
            "token_id": ITEM,
            "instance_id": "p.n",
            "subject_id": "p.n",
            "public_id": public_id("item", ITEM),
        },
    ),
    Source("dossiers_dossiercomponent", "x.dossier_id", {"dossier_id": "p.n"}),
    Source(
        "dossiers_promise",
        "x.dossier_id",
        {
            "dossier_id": "p.n",
            "due_at": f"({PROMISE}->>'due')::timestamptz",
            "original_due_at": f"({PROMISE}->>'original')::timestamptz",
            "explanation": f"{PROMISE}->'explained'",
            "provisional_years": f"{PROMISE}->'provisional'",
        },
    ),
    Source("dossiers_ledgerentry", "x.dossier_id", {"dossier_id": "p.n"}),
    Source("dossiers_dossierunit", "x.dossier_id", {"dossier_id": "p.n"}),
    Source("dossiers_result", "x.dossier_id", {"dossier_id": "p.n"}),
    Source("dossiers_collection", "x.dossier_id", {"dossier_id": "p.n", "name": "o.name"}),
    Source(
        "dossiers_inboxrow",
        "x.dossier_id",
        {
            "item_id": ITEM,
            "dossier_id": "p.n",
            "item_public_id": public_id("item", ITEM),
            "dossier_public_id": public_id("dossier", "p.n"),
            "due_at": "s.due",
            "urgent_at": f"least(x.step_due_at + s.moved, s.due, {FAR})",
            "code": "p.code",
            "owner_name": "o.name",
        },
    ),
    Source(
        "dossiers_dossiersearch",
        "x.dossier_id",
        {
            "dossier_id": "p.n",
            "code_folded": "lower(p.code)",
            "words": "o.words || o.words || x.procedure_words",
        },
    ),
    Source(
        "documents_issuedslip",
        "x.subject_id",
        {
            "id": SLIP,
            "subject_id": "p.n",
            "public_id": public_id("slip", SLIP),
            "data": SLIP_DATA,
        },
    ),
    Source("documents_slipend", "w.subject_id", {"slip_id": SLIP}),
    Source(
        "notifications_notice",
        "x.subject_id",
        {
            "subject_id": "p.n",
            "public_id": public_id("notice", SLIP),
            "to_party_id": "o.id",
            "text": "replace(x.text, x.code, p.code)",
        },
    ),
    Source(
        "kernel_historytext",
        "x.subject_id",
        {
            "year": "s.year",
            "subject_id": "p.n",
            "texts": "x.texts || CASE WHEN x.texts ? 'owner'"
            " THEN jsonb_build_object('owner', o.name, 'submitter', o.name)"
            " WHEN x.texts ? 'authority' THEN jsonb_build_object('name', o.name)"
            " ELSE '{}' END",
        },
    ),
)
HISTORY = "kernel_historyentry"
TABLES = (*(source.table for source in SOURCES), HISTORY)

_ORD = "row_number() OVER (PARTITION BY {of} ORDER BY {by}) AS ord"
_MORE = {
    "workflow_workitem": _ORD.format(of="x.subject_id", by="x.id"),
    "workflow_token": "w.ord, w.subject_id",
    "dossiers_inboxrow": "w.ord",
    "dossiers_dossiersearch": "to_tsvector('vn', d.procedure_name) AS procedure_words",
    "documents_issuedslip": "regexp_replace(x.data->>'tracking_url', '[^/]*$', '') AS track,"
    " regexp_replace(x.data->>'check_url', '[^/]*$', '') AS proof, x.data->'owner' AS owner, "
    + _ORD.format(of="x.subject_id", by="x.id"),
    "documents_slipend": "w.ord",
    "notifications_notice": "d.code, " + _ORD.format(of="x.subject_id", by="x.id"),
}
_WITH = {
    "workflow_token": "JOIN bench_t_workflow_workitem w ON w.token_id = x.id",
    "dossiers_inboxrow": "JOIN bench_t_workflow_workitem w ON w.id = x.item_id",
    "dossiers_dossiersearch": "JOIN dossiers_dossier d ON d.id = x.dossier_id",
    "documents_slipend": "JOIN bench_t_documents_issuedslip w ON w.id = x.slip_id",
    "notifications_notice": "JOIN dossiers_dossier d ON d.id = x.subject_id",
}
_FIRST = ("workflow_workitem", "documents_issuedslip")
"""Others are joined to these."""


def prepare(connection: Connection) -> None:
    """Lay the templates' rows aside, each with its place, and give the plan its statistics."""
    connection.execute("ALTER TABLE bench_slot ADD moved interval")
    connection.execute("UPDATE bench_slot SET moved = make_interval(days => shift)")
    connection.execute(
        "CREATE UNLOGGED TABLE bench_owner AS SELECT b.id, b.name, b.tail, w.words"
        " FROM bench_person b"
        " JOIN (SELECT name, to_tsvector('vn', name) AS words FROM bench_person GROUP BY name) w"
        " ON w.name = b.name"
    )
    connection.execute(
        "INSERT INTO dossiers_searchword SELECT DISTINCT word"
        " FROM bench_owner, unnest(tsvector_to_array(words)) AS word ON CONFLICT DO NOTHING"
    )
    ordered = sorted(SOURCES, key=lambda source: source.table not in _FIRST)
    for source in ordered:
        more, joined = _MORE.get(source.table), _WITH.get(source.table, "")
        of = "w.subject_id" if source.table == "workflow_token" else source.of
        connection.execute(
            f"CREATE UNLOGGED TABLE bench_t_{source.table} AS"
            f" SELECT x.*{', ' + more if more else ''}, {of} AS template FROM {source.table} x"
            f" {joined} WHERE {of} IN (SELECT dossier_id FROM bench_template)"
        )
        connection.execute(f"CREATE INDEX ON bench_t_{source.table} (template)")
    _prepare_history(connection)
    connection.execute("CREATE UNIQUE INDEX ON bench_owner (id)")
    connection.execute("CREATE UNIQUE INDEX ON bench_plan (n)")
    for table in ("bench_owner", "bench_plan", "bench_slot", *(f"bench_t_{t}" for t in TABLES)):
        connection.execute(f"ANALYZE {table}")


def statements(connection: Connection, first: int, last: int, chunk: int) -> Iterator[str]:
    """Everything to be run, in an order in which nothing waits for another; any two at once."""
    inserts = [_insert(connection, source) for source in SOURCES]
    for start in range(first, last + 1, chunk):
        end = min(start + chunk - 1, last)
        yield _HISTORY.format(first=start, last=end)
        for insert in inserts:
            yield insert.format(first=start, last=end)


def _columns(connection: Connection, table: str) -> list[tuple[str, str]]:
    return connection.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'"
        " ORDER BY ordinal_position",
        [table],
    ).fetchall()


def _insert(connection: Connection, source: Source) -> str:
    names, values = [], []
    for name, kind in _columns(connection, source.table):
        if name == "id" and "id" not in source.special:
            continue
        names.append(f'"{name}"')
        values.append(source.special.get(name) or _moved(name, kind))
    return (
        f"INSERT INTO {source.table} ({', '.join(names)}) SELECT {', '.join(values)}"
        " FROM bench_plan p JOIN bench_slot s ON s.slot = p.slot"
        f" JOIN bench_t_{source.table} x ON x.template = s.template"
        " JOIN bench_owner o ON o.id = p.person WHERE p.n BETWEEN {first} AND {last}"
    ).replace("'{}'", "'{{}}'")


def _moved(name: str, kind: str) -> str:
    if kind.startswith("timestamp"):
        return f'x."{name}" + s.moved'
    return f'x."{name}" + s.shift' if kind == "date" else f'x."{name}"'


# The digest reads the fields of an entry in this order, each after its length:
# year subject seq occurred recorded | person post behalf place channel handover kind | payload |
# command | rule set. The middle and the end are the same for all copies of an entry.
_CHAIN = """
CREATE FUNCTION bench_link(before bytea, entry text) RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS
$$ BEGIN RETURN sha256(before || convert_to(entry, 'UTF8')); END $$;
CREATE AGGREGATE bench_chain(text) (sfunc = bench_link, stype = bytea, initcond = '');
CREATE FUNCTION bench_part(value text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT length(value) || ':' || value $$;
"""
_ENTRIES = """
CREATE UNLOGGED TABLE bench_t_kernel_historyentry AS
SELECT e.*, e.subject_id AS template, b.said,
  (extract(epoch FROM e.occurred_at) * 1000000)::bigint AS micros,
  bench_part(e.seq::text) AS begins,
  bench_part(coalesce(e.person_id::text, '-')) || bench_part(coalesce(e.post_id::text, '-'))
  || bench_part(coalesce(e.on_behalf_of_id::text, '-'))
  || bench_part(coalesce(e.place_id::text, '-')) || bench_part(e.channel)
  || bench_part(e.handover) || bench_part(e.kind) AS middle, bench_part(e.rule_set) AS ends
FROM kernel_historyentry e JOIN bench_pattern b ON b.template = e.subject_id AND b.seq = e.seq
"""
_HISTORY = """
INSERT INTO kernel_historyentry (year, subject_id, seq, occurred_at, recorded_at, person_id,
  post_id, on_behalf_of_id, place_id, channel, handover, kind, payload, command_id, rule_set,
  prev_hash, hash)
SELECT year, n, seq, at, at, person_id, post_id, on_behalf_of_id, place_id, channel, handover, kind,
  payload::jsonb, command_id, rule_set, lag(hash, 1, ''::bytea) OVER w, hash
FROM (
  SELECT *, bench_chain(told) OVER w AS hash FROM (
    SELECT *, '4:' || year || length(n::text) || ':' || n || begins
      || length(micros::text) || ':' || micros || length(micros::text) || ':' || micros || middle
      || length(payload::text) || ':' || payload || '36:' || command_id || ends AS told
    FROM (
      SELECT s.year, p.n, x.seq, x.occurred_at + s.moved AS at,
        x.micros + s.shift * 86400000000 AS micros, x.person_id, x.post_id, x.on_behalf_of_id,
        x.place_id, x.channel, x.handover, x.kind, x.rule_set, x.begins, x.middle, x.ends,
        format(x.said, s.due_said, {items}) AS payload, gen_random_uuid() AS command_id
      FROM bench_plan p JOIN bench_slot s ON s.slot = p.slot
      JOIN bench_t_kernel_historyentry x ON x.template = s.template
      WHERE p.n BETWEEN {{first}} AND {{last}} OFFSET 0
    ) AS made
  ) AS worded WINDOW w AS (PARTITION BY n ORDER BY seq)
) AS chained WINDOW w AS (PARTITION BY n ORDER BY seq)
"""
MOST_ITEMS = 24
_HISTORY = _HISTORY.format(items=", ".join(f"p.item0 + {n}" for n in range(1, MOST_ITEMS + 1)))


def _prepare_history(connection: Connection) -> None:
    """Lay the entries aside with their payload as a pattern: ids of work items by their place."""
    for statement in _CHAIN.strip().split(";\n"):
        connection.execute(statement)
    places = {
        (template, item): place
        for template, item, place in connection.execute(
            "SELECT template, id, ord FROM bench_t_workflow_workitem"
        )
    }
    rows = connection.execute(
        "SELECT subject_id, seq, payload::text FROM kernel_historyentry"
        " WHERE subject_id IN (SELECT dossier_id FROM bench_template)"
    ).fetchall()
    connection.execute("CREATE UNLOGGED TABLE bench_pattern (template bigint, seq int, said text)")
    with connection.cursor().copy("COPY bench_pattern FROM STDIN") as copy:
        for template, seq, payload in rows:
            copy.write_row((template, seq, _pattern(payload, template, places)))
    connection.execute(_ENTRIES)
    connection.execute("CREATE INDEX ON bench_t_kernel_historyentry (template)")


def _pattern(payload: str, template: int, places: dict[tuple[int, int], int]) -> str:
    """A payload in PostgreSQL's own words with the ids of work items by their place."""

    def listed(found: re.Match[str]) -> str:
        items = re.sub(r"[0-9]+", lambda i: place(int(i[0])), found[2])
        return f"{found[1]}{items}"

    def place(item: int) -> str:
        return f"%{places[template, item] + 1}$s"

    said = payload.replace("%", "%%")
    said = re.sub(r'("due_at": )"[^"]*"', r"\1%1$s", said)
    said = re.sub(r'("(?:items|opened|closed)": )(\[[0-9, ]*\])', listed, said)
    return re.sub(r'("item": )([0-9]+)', listed, said)
