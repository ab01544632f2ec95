-- The journal: where every workflow stands, how it came there, and what it claims.

-- The store itself.
CREATE TABLE store (
    id INTEGER NOT NULL PRIMARY KEY
        CONSTRAINT store_is_one CHECK (id = 1),
    identity TEXT NOT NULL
        CONSTRAINT store_has_an_identity CHECK (identity <> ''),
    -- The public key that the log was begun with; the private one is never in here.
    verifier TEXT NOT NULL
        CONSTRAINT store_has_a_verifier CHECK (verifier <> '')
) STRICT;

-- The ledger: the migrations that brought this store up, with the text that was applied.
CREATE TABLE migration (
    name TEXT NOT NULL PRIMARY KEY,
    sql TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER migration_is_never_changed BEFORE UPDATE ON migration
BEGIN
    SELECT RAISE(ABORT, 'migration_is_never_changed');
END;

CREATE TRIGGER migration_is_never_deleted BEFORE DELETE ON migration
BEGIN
    SELECT RAISE(ABORT, 'migration_is_never_deleted');
END;

-- One row for each workflow: where it stands now.
CREATE TABLE workflow (
    -- One less than the byte of the lock file that locks the workflow; never used twice.
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL
        CONSTRAINT id_is_unique UNIQUE
        CONSTRAINT id_is_a_ulid CHECK (length(id) = 26),
    name TEXT NOT NULL
        CONSTRAINT name_is_unique UNIQUE
        CONSTRAINT name_is_given CHECK (name <> ''),
    kind TEXT NOT NULL,
    definitionVersion INTEGER NOT NULL
        CONSTRAINT definition_counts_from_one CHECK (definitionVersion >= 1),
    -- The cloud that the workflow acts on.
    cloud TEXT NOT NULL
        CONSTRAINT cloud_is_given CHECK (cloud <> ''),
    phase TEXT NOT NULL
        CONSTRAINT phase_is_given CHECK (phase <> ''),
    isFinished INTEGER NOT NULL
        CONSTRAINT finished_is_yes_or_no CHECK (isFinished IN (0, 1)),
    state TEXT NOT NULL
        CONSTRAINT state_is_json CHECK (json_valid(state)),
    version INTEGER NOT NULL
        CONSTRAINT version_counts_from_one CHECK (version >= 1),
    -- What is postponed: the attempts that failed in a row, what the last one came to, when the next is due.
    attempt INTEGER
        CONSTRAINT attempt_is_not_negative CHECK (attempt >= 0),
    reason TEXT
        CONSTRAINT reason_is_json CHECK (reason IS NULL OR json_valid(reason)),
    dueAt TEXT
        CONSTRAINT due_time_is_a_time CHECK (dueAt LIKE '____-__-__T__:__:__.___Z'),
    createdAt TEXT NOT NULL
        CONSTRAINT creation_time_is_a_time CHECK (createdAt LIKE '____-__-__T__:__:__.___Z'),
    updatedAt TEXT NOT NULL
        CONSTRAINT update_time_is_a_time CHECK (updatedAt LIKE '____-__-__T__:__:__.___Z'),
    CONSTRAINT attempt_has_a_reason CHECK ((attempt IS NULL) = (reason IS NULL)),
    CONSTRAINT due_time_has_a_reason CHECK (dueAt IS NULL OR reason IS NOT NULL),
    CONSTRAINT update_follows_creation CHECK (updatedAt >= createdAt)
) STRICT;

CREATE TRIGGER workflow_is_never_deleted BEFORE DELETE ON workflow
BEGIN
    SELECT RAISE(ABORT, 'workflow_is_never_deleted');
END;

-- What is in flight, with all that is told of it at a glance: finished workflows cost nothing.
CREATE INDEX workflow_in_flight ON workflow (number, id, name, cloud, phase) WHERE isFinished = 0;

-- One row for each transition of any workflow, in the order of their commits, and for each change of the log's key. Only
-- ever added to.
CREATE TABLE transition (
    -- The place in the log, from 1, without a gap.
    position INTEGER NOT NULL PRIMARY KEY
        CONSTRAINT position_counts_from_one CHECK (position >= 1),
    -- None for a change of the log's key.
    workflow TEXT
        CONSTRAINT transition_has_a_workflow REFERENCES workflow (id),
    version INTEGER
        CONSTRAINT transition_counts_from_one CHECK (version >= 1),
    "from" TEXT,
    "to" TEXT NOT NULL
        CONSTRAINT phase_after_is_given CHECK ("to" <> ''),
    at TEXT NOT NULL
        CONSTRAINT transition_time_is_a_time CHECK (at LIKE '____-__-__T__:__:__.___Z'),
    -- The roots of the subtrees that are complete with the leaf, each of 32 bytes: the leaf's own hash, the subtree of
    -- two that it closes, of four, and so on. The frontier of the tree, and every node of it, stands in these.
    subtrees BLOB NOT NULL
        CONSTRAINT subtrees_are_sha_256 CHECK (length(subtrees) > 0 AND length(subtrees) % 32 = 0),
    -- The transition itself, with all there is to say of it: the bytes that the log's hashes are of.
    leaf BLOB NOT NULL
        CONSTRAINT leaf_is_given CHECK (length(leaf) > 0),
    CONSTRAINT version_is_written_once UNIQUE (workflow, version),
    CONSTRAINT version_is_of_a_workflow CHECK ((workflow IS NULL) = (version IS NULL)),
    CONSTRAINT only_the_first_comes_from_nowhere CHECK (("from" IS NULL) = (coalesce(version, 1) = 1))
) STRICT;

CREATE TRIGGER transition_is_never_changed BEFORE UPDATE ON transition
BEGIN
    SELECT RAISE(ABORT, 'transition_is_never_changed');
END;

CREATE TRIGGER transition_is_never_deleted BEFORE DELETE ON transition
BEGIN
    SELECT RAISE(ABORT, 'transition_is_never_deleted');
END;

CREATE TRIGGER transition_takes_the_next_place BEFORE INSERT ON transition
WHEN NEW.position <> (SELECT coalesce(max(position), 0) + 1 FROM transition)
BEGIN
    SELECT RAISE(ABORT, 'transition_takes_the_next_place');
END;

CREATE TRIGGER transition_follows_the_one_before BEFORE INSERT ON transition
WHEN NEW.version > 1 AND NOT EXISTS (
    SELECT 1 FROM transition AS before
    WHERE before.workflow = NEW.workflow AND before.version = NEW.version - 1
        AND before."to" = NEW."from" AND before.at <= NEW.at
)
BEGIN
    SELECT RAISE(ABORT, 'transition_follows_the_one_before');
END;

-- What workflows hold of resources that they share.
CREATE TABLE claim (
    workflow TEXT NOT NULL
        CONSTRAINT claim_has_a_workflow REFERENCES workflow (id),
    resource TEXT NOT NULL
        CONSTRAINT claimed_resource_is_given CHECK (resource <> ''),
    amount INTEGER NOT NULL
        CONSTRAINT claimed_amount_is_positive CHECK (amount > 0),
    -- The most that all workflows of a cloud together may claim, as seen when the claim was made.
    "limit" INTEGER NOT NULL,
    CONSTRAINT resource_is_claimed_once PRIMARY KEY (workflow, resource)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_by_resource ON claim (resource);
