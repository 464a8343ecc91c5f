"""Indexes put aside while millions of rows come in, and made again afterwards, two at a time."""

from collections.abc import Iterable

from bench.database import Connection

_INDEXES = """
SELECT i.indrelid::regclass::text, pg_get_indexdef(i.indexrelid), i.indexrelid::regclass::text,
  c.conname, pg_get_constraintdef(c.oid)
FROM pg_index i
LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('u', 'x', 'p')
JOIN pg_class t ON t.oid = i.indrelid
WHERE i.indrelid::regclass::text = ANY (%s)
  AND (NOT i.indisprimary OR t.relkind = 'p')
  AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = i.indexrelid)
ORDER BY pg_relation_size(i.indrelid) DESC
"""


def drop(connection: Connection, tables: Iterable[str]) -> list[str]:
    """Take the indexes and unique constraints of these tables away; how to make them again.

    PostgreSQL tells that of a partitioned table without its partitions ("ON ONLY").
    """
    again = []
    rows = connection.execute(_INDEXES, [list(tables)]).fetchall()
    for table, made, index, constraint, said in rows:
        if constraint:
            connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"')
            again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{constraint}" {said}')
        else:
            connection.execute(f"DROP INDEX {index}")
            again.append(made.replace(" ON ONLY ", " ON ", 1))
    return again
