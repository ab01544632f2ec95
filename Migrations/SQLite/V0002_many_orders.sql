-- What many orders at once cost.

-- A workflow's state stands in the line of the log that led to it: it is not kept a second time.
ALTER TABLE workflow DROP COLUMN state;

-- How much is claimed of a resource is answered by the index alone.
DROP INDEX claim_by_resource;

CREATE INDEX claim_by_resource ON claim (resource, amount, "limit");
