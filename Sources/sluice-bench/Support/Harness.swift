import Foundation
import GRDB

/// A store and a cloud in a directory.
struct Harness {
    private let program: URL
    private let directory: URL

    var store: String { directory.appendingPathComponent("sluice.db").path }
    var cloud: String { directory.appendingPathComponent("cloud.db").path }

    init(program: URL, in directory: URL) throws {
        self.program = program
        self.directory = directory
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    init(program: URL, copying other: Harness, in directory: URL) throws {
        self.program = program
        self.directory = directory
        try FileManager.default.copyItem(at: other.directory, to: directory)
    }

    /// Makes a cloud whose time stands still, orders that have a step to take, and one each of what there is to be many
    /// of: an order in flight that waits, and a finished one.
    func prepare(ordersToStep count: Int) throws {
        try Rehearsal.world(clusterStart: "30m").write(
            to: directory.appendingPathComponent("world.yaml"), atomically: false, encoding: .utf8)
        try sluice("cloud", "init", "world.yaml")
        let names = (1...count).map { "step\($0)" } + ["waits", "ended"]
        for name in names {
            let manifest = directory.appendingPathComponent("\(name).yaml")
            try Rehearsal.manifest(named: name).write(to: manifest, atomically: false, encoding: .utf8)
            try sluice("order", "place", "\(name).yaml", name == "ended" ? "--verbose" : "--confirm")
            if name != "ended" { try sluice("advance", name) }
        }
        try sluice("run", "waits", "--until", "starting")
        try sluice("order", "withdraw", "ended", "--reason", "bench")
    }

    /// Walks an order from its manifest to its projects; gives its lines of the log.
    func walk(_ name: String) throws -> [Data] {
        let manifest = directory.appendingPathComponent("\(name).yaml")
        try Rehearsal.manifest(named: name).write(to: manifest, atomically: false, encoding: .utf8)
        let before = try leaves().count
        try sluice("order", "place", "\(name).yaml", "--confirm")
        // The cluster takes half an hour to start.
        for _ in 0..<16 {
            try sluice("advance", name)
            try sluice("cloud", "clock", "advance", "4m")
        }
        return Array(try leaves().dropFirst(before))
    }

    /// The lines of the log.
    func leaves() throws -> [Data] {
        let database = try DatabaseQueue(path: store)
        defer { try? database.close() }
        return try database.read { try Data.fetchAll($0, sql: "SELECT leaf FROM transition ORDER BY position") }
    }

    /// Multiplies the finished order and the waiting one.
    ///
    /// What stands in their histories is theirs but for names and ids; the hashes of the log are not made anew, which
    /// stepping does not ask for.
    func fill(finished: Int, inFlight: Int) throws {
        let database = try DatabaseQueue(path: store)
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = OFF")
            for (name, count, prefix) in [("ended", finished, "E"), ("waits", inFlight, "W")] where count > 0 {
                try database.inTransaction {
                    try multiply(name, count, prefix: prefix, in: database)
                    return .commit
                }
            }
            try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try database.close()
    }

    private func multiply(_ name: String, _ count: Int, prefix: String, in database: Database) throws {
        let template = try GRDB.Row.fetchOne(database, sql: "SELECT * FROM workflow WHERE name = ?", arguments: [name])
        guard let template else { preconditionFailure("the order \(name) was placed") }
        let id: String = template["id"]
        let version: Int = template["version"]
        let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))"
        let newID = "printf('00000\(prefix)%020d', i)"
        let renamed = { (column: String) in
            "replace(replace(\(column), '\(id)', \(newID)), '\"name\":\"\(name)\"', '\"name\":\"\(name)' || i || '\"')"
        }
        try database.execute(
            sql: """
                \(numbers) INSERT INTO workflow (id, name, kind, definitionVersion, cloud, phase, isFinished, version,
                    createdAt, updatedAt)
                SELECT \(newID), name || i, kind, definitionVersion, cloud, phase, isFinished, version, createdAt,
                    updatedAt FROM n, workflow WHERE id = '\(id)'
                """)
        // As many hashes as a line at its position closes subtrees: whatever they are, stepping reads no more of them.
        let subtrees = "zeroblob(32 * (1" + (1...30).map { " + (position % \(1 << $0) = 0)" }.joined() + "))"
        for step in 1...version {
            try database.execute(
                sql: """
                    \(numbers) INSERT INTO transition (position, workflow, version, "from", "to", at, leaf, subtrees)
                    SELECT position, id, version, "from", "to", at, leaf, \(subtrees) FROM (
                        SELECT (SELECT max(position) FROM transition) + i AS position, \(newID) AS id, version, "from",
                            "to", at, CAST(\(renamed("CAST(leaf AS TEXT)")) AS BLOB) AS leaf
                        FROM n, transition WHERE workflow = '\(id)' AND version = \(step)
                    )
                    """)
        }
    }

    /// Starts `resume`, waits for the first step that it tells, and kills it.
    func timeToFirstStep() throws -> Duration {
        let process = process(["resume", "--concurrency", "1"])
        let told = Pipe()
        process.standardError = told
        let began = ContinuousClock.now
        try process.run()
        var text = Data()
        while !text.contains(Data("→".utf8)) {
            let more = told.fileHandleForReading.availableData
            guard !more.isEmpty else {
                preconditionFailure("resume ends without a step: \(String(decoding: text, as: UTF8.self))")
            }
            text += more
        }
        let time = ContinuousClock.now - began
        process.terminate()
        process.waitUntilExit()
        try takeAwaySteppedOrders()
        return time
    }

    /// Takes the orders that have taken their steps out of the way of the next measurement: it is to begin with a step.
    private func takeAwaySteppedOrders() throws {
        let database = try DatabaseQueue(path: store)
        try database.write { database in
            try database.execute(
                sql: "UPDATE workflow SET isFinished = 1 WHERE name LIKE 'step%' AND phase = 'starting'")
        }
        try database.close()
    }

    /// How long a program takes from its start to its end.
    func time(_ program: URL, _ arguments: [String]) throws -> Duration {
        let process = process(arguments)
        process.executableURL = program
        process.standardError = FileHandle.nullDevice
        return try process.timeToEnd()
    }

    private func sluice(_ arguments: String...) throws {
        let process = process(arguments)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }

    private func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ["SLUICE_STORE": store, "LANG": "C.UTF-8"]
        process.currentDirectoryURL = directory
        process.standardOutput = FileHandle.nullDevice
        return process
    }
}
