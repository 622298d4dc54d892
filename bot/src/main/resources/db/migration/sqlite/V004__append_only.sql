-- The ledger is append-only: events and turns are never changed afterwards.
CREATE TRIGGER item_event_no_update BEFORE UPDATE ON item_event BEGIN SELECT RAISE(ABORT, 'item_event is append-only'); END;
CREATE TRIGGER item_event_no_delete BEFORE DELETE ON item_event BEGIN SELECT RAISE(ABORT, 'item_event is append-only'); END;
CREATE TRIGGER turn_no_update BEFORE UPDATE ON turn BEGIN SELECT RAISE(ABORT, 'turn is append-only'); END;
