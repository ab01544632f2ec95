package import RealtimeCompute
import Workflow

/// A request that changes something.
package enum Request: Codable, Equatable, Sendable {
    case purchase(PurchaseSpecification, key: PurchaseKey?)
    case createCluster(ClusterSpecification, on: InstanceID, in: RegionID)
    case createProject(ProjectSpecification, in: ClusterID)
    case openTicket(TicketKey, about: String, text: String)
    case purchaseShared(SharedSpecification, key: PurchaseKey?)
    /// With the token of whoever asks, asking again does nothing.
    case renew(InstanceID, months: Int, key: PurchaseKey?, token: String?)
    case expandCluster(ClusterID, slaves: Int, vSwitch: VSwitchID?)
    /// - Parameter leaving: the numbers of the slaves that are to go; `nil` leaves it to the service.
    case shrinkCluster(ClusterID, slaves: Int, leaving: [Int]? = nil)
    case changeMaster(ClusterID, to: MachineModel)
    case destroyCluster(ClusterID)
    case createSharedProject(ProjectSpecification, on: InstanceID, in: RegionID)
    // The parts of a project, which the vendor's API makes one by one.
    case createLooseProject(ProjectName, description: String, in: ClusterID)
    case createQueue(QueueName, ComputeUnits, in: ClusterID)
    case bindQueue(QueueName, of: ClusterID, to: ProjectName)
    /// - Parameter longestSession: in seconds; an hour if it is `nil`.
    case createRole(RoleName, trusting: [String], description: String? = nil, longestSession: Int? = nil)
    case deleteRole(RoleName)
    case createPolicy(PolicyName, String, description: String? = nil)
    case deletePolicy(PolicyName)
    case attachPolicy(PolicyName, to: RoleName)
    case detachPolicy(PolicyName, from: RoleName)
    case deleteStack(StackName, in: RegionID)
    case purchaseWorkspace(WorkspaceSpecification)
    case createNamespace(NamespaceName, ComputeUnits, in: WorkspaceID)
    case resizeNamespace(NamespaceName, ComputeUnits, in: WorkspaceID)
    case deleteNamespace(NamespaceName, in: WorkspaceID)
    case renewWorkspace(WorkspaceID, months: Int)
    case resizeWorkspace(WorkspaceID, to: ComputeUnits)
    case deleteWorkspace(WorkspaceID)
    case nameVPC(VPCID, to: String?)
    case suspendVersioning(BucketName)
    case makePrivate(BucketName)

    package var call: Call {
        switch self {
        case .purchase: .purchase
        case .createCluster: .createCluster
        case .createProject, .createSharedProject, .createLooseProject: .createProject
        case .createQueue: .createQueue
        case .bindQueue: .bindQueue
        case .openTicket: .openTicket
        case .purchaseShared: .purchaseShared
        case .renew: .renew
        case .expandCluster: .expandCluster
        case .shrinkCluster: .shrinkCluster
        case .changeMaster: .changeMaster
        case .destroyCluster: .destroyCluster
        case .createRole: .createRole
        case .deleteRole: .deleteRole
        case .createPolicy: .createPolicy
        case .deletePolicy: .deletePolicy
        case .attachPolicy: .attachPolicy
        case .detachPolicy: .detachPolicy
        case .deleteStack: .deleteStack
        case .purchaseWorkspace: .purchaseWorkspace
        case .createNamespace: .createNamespace
        case .resizeNamespace: .resizeNamespace
        case .deleteNamespace: .deleteNamespace
        case .renewWorkspace: .renew
        case .resizeWorkspace: .resizeWorkspace
        case .deleteWorkspace: .deleteWorkspace
        case .nameVPC: .nameVPC
        case .suspendVersioning: .suspendVersioning
        case .makePrivate: .makePrivate
        }
    }
}

/// What a request gave.
package enum Reply: Equatable, Sendable {
    case receipt(Receipt)
    case cluster(Cluster)
    case project(Project)
    case ticket(TicketID)
    case projectID(ProjectID)
    case role(ListedRole)
    case done
}

/// How an answer reaches whoever asked.
package enum Delivery: Equatable, Sendable {
    case whole
    /// Not at all: the connection is cut instead.
    case cut
    /// Not before so long, in real time.
    case hanging(Duration)
    /// Whole, in so long.
    case slow(Duration)
    /// In part.
    case truncated
    /// As something else.
    case garbled
    /// As a page of something before the service.
    case page(status: Int)
    /// Whole, and the request arrives once more.
    case repeated

    /// Whether whoever asked can read the answer.
    var isReadable: Bool {
        switch self {
        case .whole, .slow, .repeated: true
        case .cut, .hanging, .truncated, .garbled, .page: false
        }
    }
}

/// What became of a request, and how that is told.
package struct Submission: Sendable {
    package let result: Result<Reply, CloudError>
    package let delivery: Delivery
}

extension CloudState {
    /// Takes a request with whatever fault awaits it.
    mutating func submit(_ request: Request, by caller: SimulatedCaller? = nil, at now: Timestamp) -> Submission {
        settle(at: now)
        let fault = takeFault(of: request.call)
        guard fault?.keepsOut != true else {
            switch fault {
            case .unreachable:
                return Submission(
                    result: .failure(
                        CloudError(
                            code: "Unreachable", vendorMessage: "the endpoint could not be reached", isTransient: true)),
                    delivery: .whole)
            case .status(let status): return Submission(result: .failure(.noAnswer), delivery: .page(status: status))
            default: return Submission(result: .failure(.noAnswer), delivery: .cut)
            }
        }
        settings.calls[request.call.rawValue, default: 0] += 1
        switch fault {
        case .throttle:
            let throttling = CloudError(code: "Throttling", vendorMessage: "too many requests", isTransient: true)
            return Submission(result: .failure(throttling), delivery: .whole)
        case .refuse:
            let refusal = CloudError(code: "OperationDenied", vendorMessage: "the request was refused")
            return Submission(result: .failure(refusal), delivery: .whole)
        case .late(let delay):
            tables.lateRequests.append(LateRequest(request: request, caller: caller, dueAt: now + delay))
            return Submission(result: .failure(.noAnswer), delivery: .cut)
        default:
            let result = acting(as: caller) { $0.perform(request, at: now) }
            return Submission(result: result, delivery: fault?.delivery ?? .whole)
        }
    }

    /// Does something as somebody else than the world's caller.
    mutating func acting<Result>(
        as caller: SimulatedCaller?, _ body: (inout CloudState) throws -> Result
    ) rethrows -> Result {
        guard let caller else { return try body(&self) }
        let own = settings.caller
        settings.caller = caller
        defer { settings.caller = own }
        return try body(&self)
    }

    /// Carries a request out, or refuses it as the service would.
    mutating func perform(_ request: Request, at now: Timestamp) -> Result<Reply, CloudError> {
        do throws(CloudError) {
            guard !settings.caller.denied.contains(request.call) else { throw .noPermission }
            switch request {
            case .purchase(let specification, let key):
                return .success(.receipt(try purchase(specification, key: key, at: now)))
            case .createCluster(let specification, let instance, let region):
                return .success(.cluster(try createCluster(specification, on: instance, in: region, at: now)))
            case .createProject(let specification, let cluster):
                return .success(.project(try createProject(specification, in: cluster)))
            case .openTicket(let key, let resource, let text):
                return .success(.ticket(openTicket(key, about: resource, saying: text, at: now)))
            case .purchaseShared(let specification, let key):
                return .success(.receipt(try purchaseShared(specification, key: key, at: now)))
            case .renew(let instance, let months, let key, let token):
                return .success(.receipt(try renew(instance, months: months, key: key, token: token, at: now)))
            case .expandCluster(let id, let slaves, let vSwitch):
                try expandCluster(id, toSlaves: slaves, vSwitch: vSwitch, at: now)
            case .shrinkCluster(let id, let slaves, let leaving):
                try shrinkCluster(id, toSlaves: slaves, leaving: leaving, at: now)
            case .changeMaster(let id, let model):
                try changeMaster(id, to: model, at: now)
            case .destroyCluster(let id):
                try destroyCluster(id, at: now)
            case .createSharedProject(let specification, let instance, let region):
                return .success(.project(try createSharedProject(specification, on: instance, in: region, at: now)))
            case .createLooseProject(let name, let description, let cluster):
                return .success(.projectID(try createLooseProject(name, description, in: cluster)))
            case .createQueue(let name, let units, let cluster):
                try createQueue(name, units, in: cluster)
            case .bindQueue(let queue, let cluster, let project):
                try bindQueue(queue, of: cluster, to: project)
            case .createRole(let name, let trusts, let description, let session):
                return .success(
                    .role(
                        try createRole(
                            name, trusting: trusts, description: description, longestSession: session, at: now)))
            case .deleteRole(let name):
                try deleteRole(name, at: now)
            case .createPolicy(let name, let document, let description):
                try createPolicy(name, document, description: description, at: now)
            case .deletePolicy(let name):
                try deletePolicy(name, at: now)
            case .attachPolicy(let policy, let role):
                try attach(policy, to: role, at: now)
            case .detachPolicy(let policy, let role):
                try detach(policy, from: role, at: now)
            case .deleteStack(let name, let region):
                try deleteStack(name, in: region)
            case .purchaseWorkspace(let workspace):
                return .success(.receipt(try purchaseWorkspace(workspace, at: now)))
            case .createNamespace(let name, let units, let workspace):
                try createNamespace(name, units, in: workspace, at: now)
            case .resizeNamespace(let name, let units, let workspace):
                try resizeNamespace(name, to: units, in: workspace, at: now)
            case .deleteNamespace(let name, let workspace):
                try deleteNamespace(name, in: workspace, at: now)
            case .renewWorkspace(let workspace, let months):
                return .success(.receipt(try renewWorkspace(workspace, months: months, at: now)))
            case .resizeWorkspace(let workspace, let units):
                try resizeWorkspace(workspace, to: units, at: now)
            case .deleteWorkspace(let workspace):
                try releaseWorkspace(workspace, at: now)
            case .nameVPC(let vpc, let name):
                try rename(vpc, to: name)
            case .suspendVersioning(let bucket):
                try change(bucket, versioning: false)
            case .makePrivate(let bucket):
                try change(bucket, to: .private)
            }
            return .success(.done)
        } catch {
            return .failure(error)
        }
    }
}

extension CloudError {
    static var noAnswer: Self {
        CloudError(code: "Timeout", vendorMessage: "no answer came", fate: .unknown, isTransient: true)
    }

    static var noPermission: Self {
        CloudError(code: "NoPermission", vendorMessage: "the caller is not authorized to do this")
    }
}

extension FaultScript.CallFault {
    /// Whether the request never arrives at the service, and is not counted.
    fileprivate var keepsOut: Bool {
        switch self {
        case .unreachable, .timeoutBefore, .resetBefore, .status: true
        case .throttle, .refuse, .timeoutAfter, .late, .resetAfter, .hang, .slow, .truncate, .garbage, .duplicate: false
        }
    }

    /// How the answer to a request that was carried out reaches whoever asked.
    fileprivate var delivery: Delivery {
        switch self {
        case .timeoutAfter, .resetAfter, .timeoutBefore, .resetBefore, .unreachable, .late: .cut
        case .hang(let delay): .hanging(delay)
        case .slow(let delay): .slow(delay)
        case .truncate: .truncated
        case .garbage: .garbled
        case .status(let status): .page(status: status)
        case .duplicate: .repeated
        case .throttle, .refuse: .whole
        }
    }
}
