import Foundation

/// What a whole command costs from its start to its end, beside `sqlite3` that reads the same.
struct CommandsRow {
    private let bench: Workbench
    private let rounds: Int

    init(_ bench: Workbench) {
        self.bench = bench
        rounds = bench.many(200, quick: 3)
    }

    /// What both commands read of the store: its migrations and identity, the order, and the last line of its history.
    private static let storeReads = """
        PRAGMA mmap_size = 0;
        SELECT name, sql FROM migration;
        SELECT identity FROM store;
        SELECT * FROM workflow WHERE name = 'waits';
        SELECT leaf FROM transition WHERE workflow = (SELECT id FROM workflow WHERE name = 'waits')
            ORDER BY version DESC LIMIT 1;
        """

    private struct Measured {
        let name: String
        let words: [String]
        /// What it reads of the simulated cloud.
        let cloudReads: String
        var times: [Duration] = []
        var limits: [Duration] = []
    }

    func measure() throws -> [Figure] {
        let harness = try Harness(program: bench.program, in: bench.directory.appendingPathComponent("orders"))
        try harness.prepare(ordersToStep: 1)
        let sqlite3 = try bench.sqlite3()
        var commands = [
            Measured(
                name: "cold advance", words: ["advance", "waits"],
                cloudReads: "SELECT revision, settings FROM cloud.cloud"),
            Measured(
                name: "cold order show", words: ["order", "show", "waits"],
                cloudReads: """
                    SELECT revision, settings FROM cloud.cloud; SELECT record FROM cloud.cluster;
                    SELECT record FROM cloud.instance
                    """),
        ]
        // By turns, so that what else the machine does falls on all alike.
        for _ in 0..<rounds {
            for place in commands.indices {
                let reads = Self.storeReads + "ATTACH 'cloud.db' AS cloud; " + commands[place].cloudReads
                commands[place].limits.append(try harness.time(sqlite3, ["-readonly", harness.store, reads]))
                commands[place].times.append(try harness.time(bench.program, commands[place].words))
            }
        }
        return commands.map { command in
            .cost(
                command.name, of: rounds, "ms", command.times.median / .milliseconds(1),
                limit: command.limits.median / .milliseconds(1), is: "sqlite3 doing the same reads", must: 5, goal: 3)
        }
    }
}
