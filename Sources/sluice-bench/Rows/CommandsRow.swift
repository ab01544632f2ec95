import Foundation

/// What a whole command costs from its start to its end, beside `sqlite3` that reads the same.
struct CommandsRow {
    private let bench: Workbench
    private let rounds: Int

    init(_ bench: Workbench) {
        self.bench = bench
        rounds = bench.many(200, quick: 3)
    }

    func measure() throws -> [Figure] {
        let harness = try Harness(program: bench.program, in: bench.directory.appendingPathComponent("orders"))
        try harness.prepare(ordersToStep: 1)
        // What a look at an order reads: the order, the last line of its history, and whether a later one is there.
        let reads = """
            PRAGMA mmap_size = 0; SELECT name, sql FROM migration; SELECT identity FROM store;
            SELECT * FROM workflow WHERE name = 'waits';
            SELECT leaf FROM transition WHERE workflow = (SELECT id FROM workflow WHERE name = 'waits')
                ORDER BY version DESC LIMIT 1
            """
        let sqlite3 = try bench.sqlite3()
        let commands = [("cold advance", ["advance", "waits"]), ("cold order show", ["order", "show", "waits"])]
        var times: [[Duration]] = [[], [], []]
        for _ in 0..<rounds {
            times[0].append(try harness.time(sqlite3, ["-readonly", harness.store, reads]))
            for (place, (_, words)) in commands.enumerated() {
                times[place + 1].append(try harness.time(bench.program, words))
            }
        }
        return commands.enumerated().map { place, command in
            .cost(
                command.0, of: rounds, "ms", times[place + 1].median / .milliseconds(1),
                limit: times[0].median / .milliseconds(1), is: "sqlite3 doing the same reads", must: 5, goal: 3)
        }
    }
}
