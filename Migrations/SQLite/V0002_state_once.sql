-- A workflow's state stands in the line of the log that led to it: it is not kept a second time.

ALTER TABLE workflow DROP COLUMN state;
