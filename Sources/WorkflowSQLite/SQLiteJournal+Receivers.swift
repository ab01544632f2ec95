import GRDB

extension SQLiteJournal {
    /// The place in the log up to which a receiver of notifications has been told.
    ///
    /// A new receiver is told of what comes from now on, or of all that is there.
    package func position(ofReceiver name: String, fromBeginning: Bool = false) throws -> Int {
        let known = try read { database in
            try Int.fetchOne(database, sql: "SELECT position FROM receiver WHERE name = ?", arguments: [name])
        }
        if let known { return known }
        return try write { database, _ in
            try database.execute(
                sql: """
                    INSERT INTO receiver (name, position)
                    SELECT ?, CASE WHEN ? THEN 0 ELSE coalesce(max(position), 0) END FROM transition WHERE TRUE
                    ON CONFLICT (name) DO NOTHING
                    """, arguments: [name, fromBeginning])
            return try Int.fetchOne(database, sql: "SELECT position FROM receiver WHERE name = ?", arguments: [name])
                ?? 0
        }
    }

    /// Notes that a receiver has been told of everything up to a place in the log; never goes back.
    package func note(toldReceiver name: String, upTo position: Int) throws {
        try write { database, _ in
            try database.execute(
                sql: "UPDATE receiver SET position = ?2 WHERE name = ?1 AND position < ?2", arguments: [name, position])
        }
    }

    /// What a receiver has been told of that is not in the log.
    package func subjects(toldTo name: String) throws -> Set<String> {
        try read { database in
            try String.fetchSet(database, sql: "SELECT subject FROM told WHERE receiver = ?", arguments: [name])
        }
    }

    /// Notes that a receiver has been told of something that is not in the log.
    package func note(toldReceiver name: String, of subject: String) throws {
        try write { database, _ in
            try database.execute(
                sql: "INSERT INTO told (receiver, subject) VALUES (?, ?) ON CONFLICT DO NOTHING",
                arguments: [name, subject])
        }
    }
}
