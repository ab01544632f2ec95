-- Which workflows ask somebody, to be found among however many.

-- Whether a workflow asked somebody after its last transition. It follows from the state, as the phase does.
ALTER TABLE workflow ADD COLUMN isAsking INTEGER NOT NULL DEFAULT 0
    CONSTRAINT asking_is_yes_or_no CHECK (isAsking IN (0, 1));

-- Of those that are there it is known with their next transition: until then, all that are not at an end may ask.
UPDATE workflow SET isAsking = 1 WHERE isFinished = 0;

CREATE INDEX workflow_asking ON workflow (phase, updatedAt) WHERE isAsking = 1;
