-- Two shifts of one calendar and weekday never cover the same minute on the same day.
ALTER TABLE organizations_calendarshift ADD CONSTRAINT shift_apart EXCLUDE USING gist (
    calendar_id WITH =,
    weekday WITH =,
    int4range((extract(epoch FROM starts) / 60)::int, (extract(epoch FROM ends) / 60)::int) WITH &&,
    valid WITH &&
);

-- On no day does a unit stand under itself, however far up. One writer of the tree at a time, or
-- two halves of a loop could be committed at once.
CREATE FUNCTION organizations_no_loop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.unit_id = NEW.parent_id THEN
        RETURN NEW;  -- a check constraint says it better
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('organizations_subordination'));
    IF EXISTS (
        WITH RECURSIVE up(unit_id, valid) AS (
            SELECT NEW.parent_id, NEW.valid
            UNION
            SELECT edge.parent_id, edge.valid * up.valid
            FROM organizations_subordination edge
            JOIN up ON edge.unit_id = up.unit_id AND edge.valid && up.valid
            WHERE edge.id <> NEW.id
        )
        SELECT FROM up WHERE unit_id = NEW.unit_id
    ) THEN
        RAISE EXCEPTION 'subordination_no_loop: unit % would stand under itself', NEW.unit_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'subordination_no_loop';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER subordination_no_loop BEFORE INSERT OR UPDATE ON organizations_subordination
    FOR EACH ROW EXECUTE FUNCTION organizations_no_loop();

-- The token by which processes know that what they keep of the organisation is still true.
INSERT INTO organizations_organizationversion (id, token) VALUES (1, gen_random_uuid());

CREATE FUNCTION organizations_renew_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO organizations_organizationversion (id, token) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET token = excluded.token;
    RETURN NULL;
END $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'unit', 'subordination', 'unitsuccession', 'servicearea', 'unitfield',
        'calendar', 'calendarshift', 'calendarday', 'calendaryear', 'unitcalendar'
    ] LOOP
        EXECUTE format(
            'CREATE TRIGGER renew_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE'
            ' ON organizations_%s FOR EACH STATEMENT'
            ' EXECUTE FUNCTION organizations_renew_version()', name);
    END LOOP;
END $$;
