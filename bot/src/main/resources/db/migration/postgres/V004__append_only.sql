-- The ledger is append-only: events and turns are never changed afterwards.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER item_event_no_change BEFORE UPDATE OR DELETE ON item_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER turn_no_update BEFORE UPDATE ON turn FOR EACH ROW EXECUTE FUNCTION refuse_change();
