import RealtimeCompute
import Workflow

/// A request that changes something.
enum Request: Codable, Equatable, Sendable {
    case purchase(PurchaseSpecification, key: PurchaseKey?)
    case createCluster(ClusterSpecification, on: InstanceID, in: RegionID)
    case createProject(ProjectSpecification, in: ClusterID)
    case openTicket(TicketKey, about: ClusterID, text: String)
    case purchaseShared(SharedSpecification, key: PurchaseKey?)
    case renew(InstanceID, months: Int, key: PurchaseKey?)
    case expandCluster(ClusterID, slaves: Int, vSwitch: VSwitchID?)
    case shrinkCluster(ClusterID, slaves: Int)
    case changeMaster(ClusterID, to: MachineModel)
    case destroyCluster(ClusterID)
    case createSharedProject(ProjectSpecification, on: InstanceID, in: RegionID)

    var call: Call {
        switch self {
        case .purchase: .purchase
        case .createCluster: .createCluster
        case .createProject, .createSharedProject: .createProject
        case .openTicket: .openTicket
        case .purchaseShared: .purchaseShared
        case .renew: .renew
        case .expandCluster: .expandCluster
        case .shrinkCluster: .shrinkCluster
        case .changeMaster: .changeMaster
        case .destroyCluster: .destroyCluster
        }
    }
}

/// What a request gave.
enum Reply: Equatable, Sendable {
    case receipt(Receipt)
    case cluster(Cluster)
    case project(Project)
    case ticket(TicketID)
    case done
}

extension CloudState {
    /// Takes a request with whatever fault awaits it, and gives the answer that the caller gets.
    mutating func submit(_ request: Request, at now: Timestamp) -> Result<Reply, CloudError> {
        settle(at: now)
        let fault = takeFault(of: request.call)
        switch fault {
        case .unreachable:
            return .failure(
                CloudError(code: "Unreachable", vendorMessage: "the endpoint could not be reached", isTransient: true))
        case .timeoutBefore:
            return .failure(.noAnswer)
        case .throttle, .refuse, .timeoutAfter, .late, nil:
            settings.calls[request.call.rawValue, default: 0] += 1
        }
        switch fault {
        case .throttle:
            return .failure(CloudError(code: "Throttling", vendorMessage: "too many requests", isTransient: true))
        case .refuse:
            return .failure(CloudError(code: "OperationDenied", vendorMessage: "the request was refused"))
        case .late(let delay):
            tables.lateRequests.append(LateRequest(request: request, dueAt: now + delay))
            return .failure(.noAnswer)
        case .timeoutAfter:
            _ = perform(request, at: now)
            return .failure(.noAnswer)
        case .unreachable, .timeoutBefore, nil:
            return perform(request, at: now)
        }
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
            case .openTicket(let key, let cluster, let text):
                return .success(.ticket(openTicket(key, about: cluster, saying: text, at: now)))
            case .purchaseShared(let specification, let key):
                return .success(.receipt(try purchaseShared(specification, key: key, at: now)))
            case .renew(let instance, let months, let key):
                return .success(.receipt(try renew(instance, months: months, key: key, at: now)))
            case .expandCluster(let id, let slaves, let vSwitch):
                try expandCluster(id, toSlaves: slaves, vSwitch: vSwitch, at: now)
            case .shrinkCluster(let id, let slaves):
                try shrinkCluster(id, toSlaves: slaves, at: now)
            case .changeMaster(let id, let model):
                try changeMaster(id, to: model, at: now)
            case .destroyCluster(let id):
                try destroyCluster(id, at: now)
            case .createSharedProject(let specification, let instance, let region):
                return .success(.project(try createSharedProject(specification, on: instance, in: region, at: now)))
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
