package import Workflow

/// A change was placed: what it is to make of which cluster, and a first look at its prerequisites.
package struct ChangePlacement<Plan: ChangePlan>: Codable, Equatable, Sendable {
    package let change: PlannedChange<Plan>
    package let inspection: Inspection

    package init(of change: PlannedChange<Plan>, inspection: Inspection) {
        self.change = change
        self.inspection = inspection
    }
}

/// Every prerequisite held, and this is to be asked for.
package struct ChangeClearance<Plan: ChangePlan>: Codable, Equatable, Sendable {
    package let clearance: Clearance
    package let request: Plan.Request

    package init(_ clearance: Clearance, for request: Plan.Request) {
        self.clearance = clearance
        self.request = request
    }
}

/// A request is about to leave.
package struct ChangeIntent<Plan: ChangePlan>: Codable, Equatable, Sendable {
    package let request: Plan.Request
    package let at: Timestamp

    package init(_ request: Plan.Request, at time: Timestamp) {
        self.request = request
        at = time
    }
}

/// The request was taken.
package struct ChangeAnswer: Codable, Equatable, Sendable {
    package let at: Timestamp

    package init(at time: Timestamp) {
        at = time
    }
}

/// The subject was looked at.
package struct SeenChange<Plan: ChangePlan>: Codable, Equatable, Sendable {
    package let sight: Plan.Sight
    package let at: Timestamp

    package init(_ sight: Plan.Sight, at time: Timestamp) {
        self.sight = sight
        at = time
    }
}

/// The request was surely not carried out, and may be made again.
package struct ChangePostponement: Codable, Equatable, Sendable {
    package let code: String
    package let message: String
    package let dueAt: Timestamp

    package init(code: String, message: String, dueAt: Timestamp) {
        self.code = code
        self.message = message
        self.dueAt = dueAt
    }
}

/// What has happened to a change.
package enum ChangeEvent<Plan: ChangePlan>: Equatable, Sendable {
    case placed(ChangePlacement<Plan>)
    case confirmed(Confirmation)
    case obstructed(Obstruction)
    case cleared(ChangeClearance<Plan>)
    case withdrawn(Withdrawal)
    case requestBegun(ChangeIntent<Plan>)
    case requested(ChangeAnswer)
    case requestRefused(CloudRefusal)
    case requestNotMade(ChangePostponement)
    /// It was seen to be under way.
    case changeSeen(SeenChange<Plan>)
    /// A look after the window saw nothing of what was asked for.
    case changeNotSeen(SeenChange<Plan>)
    /// One of several steps has been made.
    case stepMade(SeenChange<Plan>)
    case changeLate(SeenChange<Plan>)
    case ticketOpened(OpenedTicket)
    case ticketRefused(CloudRefusal)
    case changed(SeenChange<Plan>)
    case clusterLost(Plan.Loss)
}

extension ChangeEvent: WorkflowEvent {
    package enum Name: String, CaseIterable, Sendable {
        case placed, confirmed, obstructed, cleared, withdrawn, requestBegun, requested, requestRefused, requestNotMade
        case changeSeen, changeNotSeen, stepMade, changeLate, ticketOpened, ticketRefused, changed, clusterLost
    }

    package var name: Name { parts.name }

    private var parts: (name: Name, payload: any Encodable) {
        switch self {
        case .placed(let payload): (.placed, payload)
        case .confirmed(let payload): (.confirmed, payload)
        case .obstructed(let payload): (.obstructed, payload)
        case .cleared(let payload): (.cleared, payload)
        case .withdrawn(let payload): (.withdrawn, payload)
        case .requestBegun(let payload): (.requestBegun, payload)
        case .requested(let payload): (.requested, payload)
        case .requestRefused(let payload): (.requestRefused, payload)
        case .requestNotMade(let payload): (.requestNotMade, payload)
        case .changeSeen(let payload): (.changeSeen, payload)
        case .changeNotSeen(let payload): (.changeNotSeen, payload)
        case .stepMade(let payload): (.stepMade, payload)
        case .changeLate(let payload): (.changeLate, payload)
        case .ticketOpened(let payload): (.ticketOpened, payload)
        case .ticketRefused(let payload): (.ticketRefused, payload)
        case .changed(let payload): (.changed, payload)
        case .clusterLost(let payload): (.clusterLost, payload)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        try parts.payload.encode(to: encoder)
    }

    package init(named name: Name, from decoder: any Decoder) throws {
        self =
            switch name {
            case .placed: .placed(try ChangePlacement(from: decoder))
            case .confirmed: .confirmed(try Confirmation(from: decoder))
            case .obstructed: .obstructed(try Obstruction(from: decoder))
            case .cleared: .cleared(try ChangeClearance(from: decoder))
            case .withdrawn: .withdrawn(try Withdrawal(from: decoder))
            case .requestBegun: .requestBegun(try ChangeIntent(from: decoder))
            case .requested: .requested(try ChangeAnswer(from: decoder))
            case .requestRefused: .requestRefused(try CloudRefusal(from: decoder))
            case .requestNotMade: .requestNotMade(try ChangePostponement(from: decoder))
            case .changeSeen: .changeSeen(try SeenChange(from: decoder))
            case .changeNotSeen: .changeNotSeen(try SeenChange(from: decoder))
            case .stepMade: .stepMade(try SeenChange(from: decoder))
            case .changeLate: .changeLate(try SeenChange(from: decoder))
            case .ticketOpened: .ticketOpened(try OpenedTicket(from: decoder))
            case .ticketRefused: .ticketRefused(try CloudRefusal(from: decoder))
            case .changed: .changed(try SeenChange(from: decoder))
            case .clusterLost: .clusterLost(try Plan.Loss(from: decoder))
            }
    }
}
