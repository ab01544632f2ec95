import CanonicalJSON
import GRDB
import Workflow
public import WorkflowEngine

extension SQLiteJournal {
    public func select(_ query: WorkflowQuery) async throws -> WorkflowSelection {
        try read { database in
            let conditions = Conditions(query)
            let wanted = try Self.candidates(query, conditions, in: database)
            let numbers = try Self.sorted(wanted?.numbers, query, conditions, in: database)
            guard query.isCounting else { return WorkflowSelection(numbers: numbers, leftOut: 0) }
            let matching =
                if let all = wanted == nil ? query.end(with: numbers.count) : wanted?.all { all } else {
                    try conditions.count(in: database)
                }
            return WorkflowSelection(numbers: numbers, leftOut: matching - numbers.count)
        }
    }

    public func workflows(of selection: WorkflowSelection, at places: Range<Int>) async throws -> [StoredWorkflow] {
        let numbers = selection.numbers[places]
        let found = try await numberedWorkflows(
            where: "workflow.number IN (SELECT value FROM json_each(?))", [CanonicalJSON.text(Array(numbers))])
        // Read as they were created; given in the order that was asked for.
        let byNumber = Dictionary(found.map { ($0.number, $0.workflow) }, uniquingKeysWith: { first, _ in first })
        return numbers.compactMap { byNumber[$0] }
    }

    /// The workflows that are left where a query bounds how many there may be, and how many match in all if that has been
    /// seen; `nil` where it does not.
    private static func candidates(
        _ query: WorkflowQuery, _ conditions: Conditions, in database: Database
    ) throws -> (numbers: [Int], all: Int?)? {
        switch (query.finished, query.limit) {
        case (.none, nil), (.all, nil):
            return nil
        case (.none, let limit?), (.all, let limit?):
            return try conditions.youngest(limit, in: database)
        case (.youngest(let finished), let limit):
            let ended = try conditions.and("workflow.isFinished = 1").youngest(finished, in: database)
            let unfinished = try conditions.and("workflow.isFinished = 0").numbers(in: database)
            let all = ended.all.map { $0 + unfinished.count }
            let numbers = unfinished + ended.numbers
            guard let limit, numbers.count > limit else { return (numbers, all) }
            return (try Conditions(numbers: numbers).lastChanged(limit, in: database), all)
        }
    }

    private static func sorted(
        _ wanted: [Int]?, _ query: WorkflowQuery, _ conditions: Conditions, in database: Database
    ) throws -> [Int] {
        let direction = query.isDescending ? "DESC" : "ASC"
        let column: String? =
            switch query.sort {
            case .created: nil
            case .updated: "updatedAt"
            case .name, .phase: query.sort.rawValue
            }
        return try (wanted.map { Conditions(numbers: $0) } ?? conditions).numbers(
            in: database,
            orderedBy: (column.map { "workflow.\($0) \(direction), " } ?? "") + "workflow.number \(direction)",
            at: query.places)
    }
}

extension WorkflowQuery {
    /// How many there are, if what was found shows it: it is all, or the last of it.
    fileprivate func end(with found: Int) -> Int? {
        guard let places else { return found }
        return found < places.count && (found > 0 || places.lowerBound == 0) ? places.lowerBound + found : nil
    }
}

/// What workflows are asked for by, as SQL has it.
private struct Conditions {
    private var terms: [String] = []
    private var arguments: StatementArguments = []
    /// Whether nothing but their being finished is asked of them.
    private var isPlain = true

    init(_ query: WorkflowQuery) {
        let words = [("phase", query.phases), ("kind", query.kinds), ("region", query.regions)]
        for (column, words) in words where !words.isEmpty {
            terms.append("workflow.\(column) IN (SELECT value FROM json_each(?))")
            arguments += [CanonicalJSON.text(words.sorted())]
        }
        if let name = query.name {
            terms.append("workflow.name GLOB ?")
            arguments += [name.glob]
        }
        if query.onlyAsking { terms.append("workflow.isAsking = 1") }
        isPlain = terms.isEmpty
        if query.finished == .none { terms.append("workflow.isFinished = 0") }
    }

    init(numbers: [Int]) {
        self.init(listed: CanonicalJSON.text(numbers))
    }

    /// - Parameter numbers: as an array of JSON.
    private init(listed numbers: String) {
        terms = ["workflow.number IN (SELECT value FROM json_each(?))"]
        arguments = [numbers]
        isPlain = false
    }

    func and(_ term: String) -> Self {
        var other = self
        other.terms.append(term)
        return other
    }

    private var sql: String { terms.isEmpty ? "TRUE" : terms.joined(separator: " AND ") }

    func count(in database: Database) throws -> Int {
        // Of all: numbers have no gaps, for none is used twice and no workflow is ever deleted.
        guard !terms.isEmpty else { return try Int.fetchOne(database, sql: "SELECT max(number) FROM workflow") ?? 0 }
        return try Int.fetchOne(database, sql: "SELECT count(*) FROM workflow WHERE \(sql)", arguments: arguments) ?? 0
    }

    func numbers(
        in database: Database, orderedBy order: String? = nil, at places: Range<Int>? = nil
    ) throws -> [Int] {
        let ordered = order.map { " ORDER BY \($0)" } ?? ""
        let bounded = places.map { " LIMIT \($0.count) OFFSET \($0.lowerBound)" } ?? ""
        return try Int.fetchAll(
            database, sql: "SELECT number FROM workflow WHERE \(sql)\(ordered)\(bounded)", arguments: arguments)
    }

    /// So many transitions are looked through for those that changed last before all that match are.
    private static let nearTheEnd = 1000

    /// So many that match are few: the last transition of each of them is looked at.
    private static let few = 5000

    /// So many that match are all read, and so counted.
    private static let countable = 12_000

    /// Those that changed last: by the place of their last transition or, of more than are ``few``, by its time, and of the
    /// same time by when they were placed; and how many match in all, if that has been seen.
    func youngest(_ limit: Int, in database: Database) throws -> (numbers: [Int], all: Int?) {
        if isPlain {
            let found = try lastInTheLog(limit, in: database)
            if found.count == limit { return (found, nil) }
            if try found.count == count(in: database) { return (found, found.count) }
            // A workflow without its last transition is damage, and is to be read and told of like any other.
            return (try lastChanged(limit, in: database), nil)
        }
        // Those that match and have just changed, if as many as are wanted can be among so few transitions.
        if limit <= Self.nearTheEnd / 4 {
            let near = try and("transition.position > (SELECT max(position) FROM transition) - \(Self.nearTheEnd)")
                .lastInTheLog(limit, in: database)
            if near.count == limit { return (near, nil) }
        }
        let some = try Int.fetchAll(
            database, sql: "SELECT number FROM workflow WHERE \(sql) LIMIT \(Self.countable + 1)", arguments: arguments)
        switch some.count {
        case ...Self.few: return (try Self(numbers: some).lastChanged(limit, in: database), some.count)
        case ...Self.countable: return (try Self(numbers: some).lastChangedByTime(limit, in: database), some.count)
        default: return try lastChangedOfMany(limit, in: database)
        }
    }

    /// Those whose last transition came last, from the end of the log back: costs what happened since the last of them
    /// changed.
    private func lastInTheLog(_ limit: Int, in database: Database) throws -> [Int] {
        try Int.fetchAll(
            database,
            sql: """
                SELECT workflow.number FROM transition CROSS JOIN workflow ON workflow.id = transition.workflow
                WHERE \(sql) AND workflow.version = transition.version
                ORDER BY transition.position DESC LIMIT \(limit)
                """, arguments: arguments)
    }

    /// Those that changed last by time, from one look at each, which counts them too.
    ///
    /// Sorting them all would cost more than looking at them. The last placed of them give a time at or after which as many as
    /// are wanted have changed: only what changed later is sorted.
    private func lastChangedOfMany(_ limit: Int, in database: Database) throws -> (numbers: [Int], all: Int?) {
        guard 0 < limit, limit < Self.countable else { return (try lastChangedByTime(limit, in: database), nil) }
        let times = try String.fetchAll(
            database, sql: "SELECT updatedAt FROM workflow WHERE \(sql) ORDER BY number DESC LIMIT \(4 * limit)",
            arguments: arguments)
        // There are as many: far more match.
        let bound = times.sorted(by: >)[limit - 1]
        let counted = try Row.fetchOne(
            database,
            sql: """
                SELECT count(*), json_group_array(number) FILTER (WHERE updatedAt > ?) FROM workflow WHERE \(sql)
                """, arguments: [bound] + arguments)
        guard let counted else { return ([], 0) }
        let later = try Self(listed: counted.decode(atIndex: 1)).lastChangedByTime(limit, in: database)
        let then = try Int.fetchAll(
            database,
            sql: """
                SELECT number FROM workflow WHERE \(sql) AND updatedAt = ?
                ORDER BY number DESC LIMIT \(limit - later.count)
                """, arguments: arguments + [bound])
        return (later + then, try counted.decode(atIndex: 0))
    }

    private func lastChangedByTime(_ limit: Int, in database: Database) throws -> [Int] {
        try numbers(in: database, orderedBy: "workflow.updatedAt DESC, workflow.number DESC", at: 0..<limit)
    }

    /// Those whose last transition came last, from a look at every one of them.
    func lastChanged(_ limit: Int, in database: Database) throws -> [Int] {
        try Int.fetchAll(
            database,
            sql: """
                SELECT workflow.number FROM workflow WHERE \(sql)
                ORDER BY (
                    SELECT position FROM transition
                    WHERE transition.workflow = workflow.id AND transition.version = workflow.version
                ) DESC LIMIT \(limit)
                """, arguments: arguments)
    }
}
