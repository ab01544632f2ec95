import AlibabaWire
import RealtimeCompute
import Synchronization

/// How many calls of each service are under way at the same time: as many as it bears.
///
/// The vendor throttles each service by itself, and does not say from which rate on. So the limit of a service is halved
/// when it throttles, and grows by one with every round of calls that it takes: additive increase and multiplicative
/// decrease, as TCP finds out what a network bears.
final class CallLimits: Sendable {
    private struct Service {
        var limit = CallLimits.first
        var underWay = 0
        /// How often the limit was halved.
        var halvings = 0
        /// Those who wait for a place, first come, first served.
        var waiting: [CheckedContinuation<Void, Never>] = []

        var hasPlace: Bool { Double(underWay) < limit.rounded(.down) }
    }

    /// With how many it is begun, and how many it never passes.
    static let first = 8.0
    static let most = 64.0

    private let services = Mutex<[VendorService: Service]>([:])

    /// Makes a call once there is a place for it.
    func withPlace<Result>(
        of service: VendorService, _ call: () async throws -> Result
    ) async throws -> Result {
        await takePlace(of: service)
        let halvings = services.withLock { $0[service, default: Service()].halvings }
        do {
            let result = try await call()
            leavePlace(of: service, begunAfter: halvings, wasThrottled: false)
            return result
        } catch {
            let wasThrottled = (error as? CloudError)?.isThrottling ?? false
            leavePlace(of: service, begunAfter: halvings, wasThrottled: wasThrottled)
            throw error
        }
    }

    /// How many calls of a service may be under way.
    func limit(of service: VendorService) -> Int { services.withLock { Int($0[service, default: Service()].limit) } }

    private func takePlace(of service: VendorService) async {
        await withCheckedContinuation { place in
            let isFree = services.withLock { services in
                if services[service, default: Service()].hasPlace {
                    services[service, default: Service()].underWay += 1
                    return true
                }
                services[service, default: Service()].waiting.append(place)
                return false
            }
            if isFree { place.resume() }
        }
    }

    /// - Parameter halvings: how often the limit had been halved when the call began: of calls that were under way together, the
    ///   first that is throttled halves it.
    private func leavePlace(of service: VendorService, begunAfter halvings: Int, wasThrottled: Bool) {
        let next = services.withLock { services in
            var state = services[service, default: Service()]
            state.underWay -= 1
            if !wasThrottled {
                state.limit = min(Self.most, state.limit + 1 / state.limit)
            } else if halvings == state.halvings {
                state.limit = max(1, state.limit / 2)
                state.halvings += 1
            }
            var next: [CheckedContinuation<Void, Never>] = []
            while !state.waiting.isEmpty, state.hasPlace {
                state.underWay += 1
                next.append(state.waiting.removeFirst())
            }
            services[service] = state
            return next
        }
        next.forEach { $0.resume() }
    }
}

extension CloudError {
    /// Whether the service asked to be called less often.
    fileprivate var isThrottling: Bool {
        code.contains("Throttling") || code == "FlowControl" || code == "HTTP429"
            || retryAfter != nil && isTransient && fate == .notDone
    }
}
