package import RealtimeCompute
package import Wording
package import Workflow
package import WorkflowEngine

/// The orders of a store, to be read: needs no cloud.
package struct OrderBook: Sendable {
    let journal: any Journal
    /// The time by which what is due is judged; `nil` if no clock can be read.
    let now: Timestamp?

    package init(_ journal: any Journal, at now: Timestamp?) {
        self.journal = journal
        self.now = now
    }

    /// Every order, oldest first.
    package func orders() async throws -> [OrderReport] {
        try await journal.workflows().map(report)
    }

    package func order(_ id: OrderID) async throws -> OrderReport {
        guard let record = try await journal.workflow(id) else { throw UnknownOrder(reference: id.rawValue) }
        return try report(record)
    }

    /// Every transition of an order, oldest first.
    package func history(of id: OrderID) async throws -> [HistoryEntry] {
        try await journal.history(of: id)
    }

    /// An order as it was after its transition `version`.
    package func order(_ id: OrderID, atVersion version: Int) async throws -> OrderReport {
        let entries = try await journal.history(of: id)
        guard let entry = entries.first(where: { $0.version == version }), let first = entries.first else {
            throw UnknownVersion(version: version, latest: entries.last?.version ?? 0)
        }
        let state = try StateCoding<ExclusiveOrder>.state(
            from: entry.state, of: id, version: version, definition: entry.definitionVersion)
        return OrderReport(
            id: id, state: state, version: version, postponement: nil, createdAt: first.at, updatedAt: entry.at,
            at: entry.at)
    }

    /// The order that `reference` means: an id, a name, or the beginning of an id.
    ///
    /// - Throws: ``UnknownOrder`` or ``AmbiguousOrder``.
    package func resolve(_ reference: String) async throws -> OrderID {
        let asID = reference.uppercased()
        if let record = try await journal.workflow(OrderID(rawValue: asID)) { return record.id }
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
    /// Among how many of the youngest orders one is looked for that may have been meant.
    private static let remembered = 10_000

    /// What is wrong with the histories: whether each leads, by the machine's own rules, where its order stands.
    package func replay() async throws -> [LocalizedText] {
        var problems: [LocalizedText] = []
        for record in try await journal.workflows() {
            guard let problem = try await replay(record) else { continue }
            problems.append(
                LocalizedText("order \(record.name), \(problem.english)", zh: "订单 \(record.name)，\(problem.chinese)"))
        }
        return problems
    }

    /// What is wrong with one order's history; `nil` if it verifies.
    package func replay(_ id: OrderID) async throws -> LocalizedText? {
        guard let record = try await journal.workflow(id) else { throw UnknownOrder(reference: id.rawValue) }
        return try await replay(record)
    }

    private func replay(_ record: StoredWorkflow) async throws -> LocalizedText? {
        var state: OrderState?
        var last: HistoryEntry?
        // Another process may have got on since the order was read: its history is judged as far as that.
        let history = try await journal.history(of: record.id).filter { $0.version <= record.version }
        for (index, entry) in history.enumerated() {
            guard entry.version == index + 1 else { return .history(index + 1, "it is missing", zh: "缺失") }
            guard entry.from == last?.to, entry.position > last?.position ?? 0 else {
                return .history(entry.version, "it does not follow the one before it", zh: "与上一条不衔接")
            }
            guard entry.isAsWritten else {
                return .history(entry.version, "it is not as it was written", zh: "与写入时不同")
            }
            guard entry.at >= last?.at ?? .earliest else {
                return .history(entry.version, "it is before the one before it", zh: "早于上一条")
            }
            let event = try StateCoding<ExclusiveOrder>.event(of: entry)
            do throws(OrderRefusal) {
                state =
                    if let state { try ExclusiveOrder.step(from: state, on: event) } else {
                        try ExclusiveOrder.begin(on: event)
                    }
            } catch {
                return .history(
                    entry.version, "\(entry.event) is not lawful in \(error.phase)",
                    zh: "\(entry.event) 在 \(error.phase) 阶段不合法")
            }
            guard try stored(by: entry, of: record) == state, entry.to == state?.phase.rawValue else {
                return .history(
                    entry.version, "\(entry.event) does not lead to what is stored", zh: "\(entry.event) 的结果与所存不符")
            }
            last = entry
        }
        guard let state, state == (try LoadedWorkflow<ExclusiveOrder>(record).state) else {
            return LocalizedText("it does not stand where its history ends", zh: "其状态与历史不符")
        }
        return nil
    }

    /// The state of an entry; `nil` if the entry holds more than the state, or writes it otherwise than it was written.
    private func stored(by entry: HistoryEntry, of record: StoredWorkflow) throws -> OrderState? {
        let state = try StateCoding<ExclusiveOrder>.state(
            from: entry.state, of: record.id, version: entry.version, definition: entry.definitionVersion)
        let isCurrent = entry.definitionVersion == ExclusiveOrder.definitionVersion
        return isCurrent && CanonicalJSON.text(state) != entry.state ? nil : state
    }

    private func report(_ record: StoredWorkflow) throws -> OrderReport {
        OrderReport(try LoadedWorkflow(record), at: now ?? record.updatedAt)
    }
}

extension LocalizedText {
    fileprivate static func history(_ version: Int, _ english: String, zh chinese: String) -> Self {
        Self("version \(version): \(english)", zh: "版本 \(version)：\(chinese)")
    }
}
