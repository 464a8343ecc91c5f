-- How far each projection has read the history; moves in the transaction of what it writes.
CREATE TABLE kernel_projectioncursor (
  name varchar(80) PRIMARY KEY,
  version integer NOT NULL,
  -- Transaction numbers order the history only within the cluster that gave them out.
  cluster bigint NOT NULL,
  xid xid8 NOT NULL,
  year smallint NOT NULL,
  subject_id bigint NOT NULL,
  seq integer NOT NULL,
  -- While it is being rebuilt: the last subject that is done.
  rebuilt_year smallint,
  rebuilt_subject bigint,
  moved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT cursor_rebuilds_from_a_subject
    CHECK ((rebuilt_year IS NULL) = (rebuilt_subject IS NULL))
);
