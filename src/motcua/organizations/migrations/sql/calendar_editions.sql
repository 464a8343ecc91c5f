-- Two shifts of one calendar and weekday never cover the same minute on the same day of an edition.
ALTER TABLE organizations_calendarshift DROP CONSTRAINT shift_apart;
ALTER TABLE organizations_calendarshift ADD CONSTRAINT shift_apart EXCLUDE USING gist (
    calendar_id WITH =,
    weekday WITH =,
    int4range((extract(epoch FROM starts) / 60)::int, (extract(epoch FROM ends) / 60)::int) WITH &&,
    valid WITH &&,
    editions WITH &&
);

-- What a calendar once said stays readable: a row is only ever ended, by a later edition.
CREATE FUNCTION organizations_calendar_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - 'editions' = to_jsonb(OLD) - 'editions'
        AND lower(NEW.editions) = lower(OLD.editions)
        AND (upper_inf(OLD.editions) OR NEW.editions = OLD.editions) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'calendar_rows_kept: what a calendar said is not changed, only ended'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'calendar_rows_kept';
END $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['calendarshift', 'calendarday', 'calendaryear'] LOOP
        EXECUTE format(
            'CREATE TRIGGER calendar_rows_kept BEFORE UPDATE OR DELETE ON organizations_%s'
            ' FOR EACH ROW EXECUTE FUNCTION organizations_calendar_kept()', name);
    END LOOP;
END $$;
