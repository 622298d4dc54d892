-- Quiet hours of one's own (Y16): profile OWN, Shanghai time as HH:MM; NULL for the usual profiles.

ALTER TABLE quiet_choice ADD COLUMN quiet_from TEXT;
ALTER TABLE quiet_choice ADD COLUMN quiet_until TEXT;
