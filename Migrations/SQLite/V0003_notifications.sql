-- What receivers of notifications have been told.

-- For each receiver, the place in the log up to which he has been told: whatever comes after it is kept until he is.
CREATE TABLE receiver (
    -- What he is told of and where, as a hash: an address may hold a secret.
    name TEXT NOT NULL PRIMARY KEY
        CONSTRAINT receiver_is_named CHECK (name <> ''),
    position INTEGER NOT NULL
        CONSTRAINT receiver_position_is_not_negative CHECK (position >= 0)
) STRICT, WITHOUT ROWID;

-- What a receiver has been told that is not in the log: the ends of subscriptions.
CREATE TABLE told (
    receiver TEXT NOT NULL
        CONSTRAINT told_is_of_a_receiver REFERENCES receiver (name),
    subject TEXT NOT NULL,
    PRIMARY KEY (receiver, subject)
) STRICT, WITHOUT ROWID;
