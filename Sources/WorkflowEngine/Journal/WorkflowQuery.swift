/// Which workflows are asked for, and in which order.
public struct WorkflowQuery: Equatable, Sendable {
    /// By what workflows are sorted; those that are equal in it as they were created.
    public enum Sort: String, CaseIterable, Sendable {
        case updated, created, name, phase
    }

    /// Which of the workflows that are at an end are asked for.
    public enum Finished: Equatable, Sendable {
        case none
        /// Those that came to their ends last, so many of them.
        case youngest(Int)
        case all
    }

    /// Only those in one of these phases; in any if there is none.
    public var phases: Set<String>
    /// Only those of one of these kinds; of any if there is none.
    public var kinds: Set<String>
    /// Only those in one of these regions; in any, and in none, if there is none.
    public var regions: Set<String>
    /// Only those whose name is like this; any if `nil`.
    public var name: NamePattern?
    public var finished: Finished
    /// Whether only those are asked for that ask somebody.
    public var onlyAsking = false
    /// Of those, the ones that changed last, so many of them; all if `nil`.
    public var limit: Int?
    public var sort: Sort
    public var isDescending: Bool
    /// Of those, in their order, the ones at these places; all if `nil`.
    public var places: Range<Int>?
    /// Whether those are counted that match and are not at these places.
    ///
    /// Not to count them is quicker where there are many.
    public var isCounting = true

    /// Asks for every workflow, oldest first, but for what is said.
    public init(
        phases: Set<String> = [], kinds: Set<String> = [], regions: Set<String> = [], name: NamePattern? = nil,
        finished: Finished = .all, limit: Int? = nil, sortedBy sort: Sort = .created,
        descending isDescending: Bool = false,
        at places: Range<Int>? = nil
    ) {
        self.phases = phases
        self.kinds = kinds
        self.regions = regions
        self.name = name
        self.finished = finished
        self.limit = limit
        self.sort = sort
        self.isDescending = isDescending
        self.places = places
    }

    /// Whether a workflow is asked for by what it is, however many there are.
    package func admits(_ workflow: StoredWorkflow) -> Bool {
        (phases.isEmpty || phases.contains(workflow.phase)) && (kinds.isEmpty || kinds.contains(workflow.kind))
            && (regions.isEmpty || workflow.region.map { regions.contains($0) } ?? false)
            && name.map { $0.matches(workflow.name) } ?? true && (!onlyAsking || workflow.isAsking)
            && (finished != .none || !workflow.isFinished)
    }
}

/// A pattern of names, in which `*` stands for any characters, also none, and `?` for any one.
public struct NamePattern: Equatable, Sendable {
    /// The pattern as it was given.
    public let text: String

    /// Creates a pattern.
    public init(_ text: String) {
        self.text = text
    }

    /// The pattern as GLOB of SQLite understands it, to which a bracket would be the beginning of a set.
    package var glob: String { text.replacing("[", with: "[[]") }

    /// Whether a name is like the pattern.
    package func matches(_ name: String) -> Bool {
        let (pattern, name) = (Array(text.unicodeScalars), Array(name.unicodeScalars))
        var (place, next) = (0, 0)
        // Where the last star stands, and what it has been tried to stand for up to.
        var star: (pattern: Int, name: Int)?
        while next < name.count {
            if place < pattern.count, pattern[place] == "*" {
                star = (place, next)
                place += 1
            } else if place < pattern.count, pattern[place] == "?" || pattern[place] == name[next] {
                place += 1
                next += 1
            } else if let last = star {
                star = (last.pattern, last.name + 1)
                place = last.pattern + 1
                next = last.name + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }
}

/// What a query has found: which workflows, without their states.
public struct WorkflowSelection: Equatable, Sendable {
    /// The journal's own numbers of the workflows, in the order that was asked for.
    package let numbers: [Int]
    /// How many more there are that are asked for by what they are, and left out because there are so many.
    public let leftOut: Int

    package init(numbers: [Int], leftOut: Int) {
        self.numbers = numbers
        self.leftOut = leftOut
    }

    /// How many were found.
    public var count: Int { numbers.count }
}

extension Journal {
    /// Gives the workflows that a query asks for, in its order, some hundred at a time.
    ///
    /// Which they are is decided at once; each is read as it is when its turn comes. The store is not held meanwhile,
    /// however long is taken over them, and no more of them are in memory.
    ///
    /// - Returns: how many more there are that were left out because there are so many.
    @discardableResult
    public func forEachChunk(
        of query: WorkflowQuery, _ body: ([StoredWorkflow]) async throws -> Void
    ) async throws -> Int {
        let selection = try await select(query)
        for start in stride(from: 0, to: selection.count, by: WorkflowSelection.chunk) {
            let places = start..<min(start + WorkflowSelection.chunk, selection.count)
            try await body(try await workflows(of: selection, at: places))
        }
        return selection.leftOut
    }
}

extension WorkflowSelection {
    /// How many workflows are read at a time.
    package static let chunk = 500
}
