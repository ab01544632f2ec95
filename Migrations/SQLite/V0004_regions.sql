-- Where workflows act, to be found by it.

-- NULL of a workflow that is of no one region. It follows from the state, as the phase does.
ALTER TABLE workflow ADD COLUMN region TEXT
    CONSTRAINT region_is_given CHECK (region <> '');

-- Of those that are there, the region is where each kind of workflow keeps it in the line that its history ends with.
UPDATE workflow SET region = (
    SELECT COALESCE(
        json_extract(last.line, '$.data.state.order.specification.region'),
        json_extract(last.line, '$.data.state.order.specification.workspace.region'),
        json_extract(last.line, '$.data.state.order.subject.region'),
        json_extract(last.line, '$.data.state.change.subject.region'),
        json_extract(last.line, '$.data.state.scaling.subject.region'))
    FROM (
        SELECT CAST(leaf AS TEXT) AS line FROM transition
        WHERE transition.workflow = workflow.id AND transition.version = workflow.version
    ) AS last
    WHERE json_valid(last.line)
);
