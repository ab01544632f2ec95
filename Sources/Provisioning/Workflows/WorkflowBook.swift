package import Wording
package import Workflow
package import WorkflowEngine

/// The workflows of a store, to be read: needs no cloud.
package struct WorkflowBook: Sendable {
    let journal: any Journal
    let registry: Registry
    /// The time by which what is due is judged; `nil` if no clock can be read.
    let now: Timestamp?

    package init(_ journal: any Journal, of registry: Registry, at now: Timestamp?) {
        self.journal = journal
        self.registry = registry
        self.now = now
    }

    /// Every workflow, oldest first.
    package func workflows() async throws -> [WorkflowReport] {
        try await journal.workflows().map(report)
    }

    /// Gives the orders that a query asks for, some hundred at a time.
    ///
    /// - Returns: how many more there are that were left out because there are so many.
    /// - Throws: ``UnknownKind``, once all others were given, if one is of a kind that is not known.
    @discardableResult
    package func forEachChunk(
        of query: WorkflowQuery, _ body: ([WorkflowReport]) async throws -> Void
    ) async throws -> Int {
        var unknown: UnknownKind?
        let leftOut = try await journal.forEachChunk(of: query) { records in
            var reports: [WorkflowReport] = []
            for record in records {
                do {
                    reports.append(try report(record))
                } catch let kind as UnknownKind {
                    unknown = unknown ?? kind
                }
            }
            try await body(reports)
        }
        if let unknown { throw unknown }
        return leftOut
    }

    /// Those orders of a selection that stand at these places of it, as they are now.
    package func reports(of selection: WorkflowSelection, at places: Range<Int>) async throws -> [WorkflowReport] {
        try await journal.workflows(of: selection, at: places).map(report)
    }

    package func workflow(_ id: WorkflowID) async throws -> WorkflowReport {
        try report(try await record(id))
    }

    /// Every transition of a workflow, oldest first.
    package func history(of id: WorkflowID) async throws -> [HistoryEntry] {
        try await journal.history(of: id)
    }

    /// The last transition of a workflow at a point in its history.
    ///
    /// - Throws: ``UnknownVersion``, ``NotYetPlaced``.
    package func entry(of id: WorkflowID, at point: PointInTime) async throws -> HistoryEntry {
        let entries = try await journal.history(of: id)
        switch point {
        case .now:
            guard let last = entries.last else { throw UnknownOrder(reference: id.rawValue) }
            return last
        case .version(let version):
            guard let entry = entries.first(where: { $0.version == version }) else {
                throw UnknownVersion(version: version, latest: entries.last?.version ?? 0)
            }
            return entry
        case .time(let time):
            guard let entry = entries.last(where: { $0.at <= time }) else {
                throw NotYetPlaced(time: time, placedAt: entries.first?.at)
            }
            return entry
        }
    }

    /// A workflow as it was at a point, by its history alone.
    package func workflow(_ id: WorkflowID, at point: PointInTime) async throws -> WorkflowReport {
        let entry = try await entry(of: id, at: point)
        let placed = try await self.entry(of: id, at: .version(1))
        let time: Timestamp = if case .time(let time) = point { time } else { entry.at }
        return try registry.report(
            past: entry, on: try await record(id).cloud, createdAt: placed.at, at: time)
    }

    /// The workflow that `reference` means: an id, a name, or the beginning of an id.
    ///
    /// - Throws: ``UnknownOrder`` or ``AmbiguousOrder``.
    package func resolve(_ reference: String) async throws -> WorkflowID {
        let asID = reference.uppercased()
        if let record = try await journal.workflow(WorkflowID(rawValue: asID)) { return record.id }
        if let record = try await journal.workflow(named: reference) { return record.id }
        guard reference.count >= Self.shortestPrefix else { throw UnknownOrder(reference: reference) }
        let ids = try await journal.ids(beginningWith: asID, limit: 10)
        guard let id = ids.first else {
            let names = try await journal.names(limit: Self.remembered)
            throw UnknownOrder(reference: reference, nearest: reference.nearest(among: names))
        }
        guard ids.count == 1 else { throw AmbiguousOrder(reference: reference, candidates: ids) }
        return id
    }

    /// How many characters of an id are enough to mean it.
    static let shortestPrefix = 4
    /// Among how many of the youngest workflows one is looked for that may have been meant.
    private static let remembered = 10_000

    /// What is wrong with the histories: whether each leads, by the machine's own rules, where its workflow stands.
    package func replay() async throws -> [LocalizedText] {
        var problems: [LocalizedText] = []
        try await journal.forEachChunk(of: WorkflowQuery()) { records in
            for record in records {
                guard let problem = try await replay(record) else { continue }
                problems.append(
                    LocalizedText(
                        "order \(record.name), \(problem.english)", zh: "订单 \(record.name)，\(problem.chinese)"))
            }
        }
        return problems
    }

    /// What is wrong with one workflow's history; `nil` if it verifies.
    package func replay(_ id: WorkflowID) async throws -> LocalizedText? {
        try await replay(try await record(id))
    }

    private func replay(_ record: StoredWorkflow) async throws -> LocalizedText? {
        var replay = try registry.replay(ofKind: record.kind)
        // Another process may have got on since the workflow was read: its history is judged as far as that.
        for entry in try await journal.history(of: record.id) where entry.version <= record.version {
            if let fault = try replay.take(entry) {
                return LocalizedText(
                    "version \(entry.version): \(fault.words.english)", zh: "版本 \(entry.version)：\(fault.words.chinese)"
                )
            }
        }
        guard try replay.ends(where: record) else {
            return LocalizedText("it does not stand where its history ends", zh: "其状态与历史不符")
        }
        return nil
    }

    private func record(_ id: WorkflowID) async throws -> StoredWorkflow {
        guard let record = try await journal.workflow(id) else { throw UnknownOrder(reference: id.rawValue) }
        return record
    }

    private func report(_ record: StoredWorkflow) throws -> WorkflowReport {
        try registry.report(record, at: now ?? record.updatedAt)
    }
}
