package import SimulatedCloud
package import Workflow

extension FaultScript {
    /// A fault of any kind on one of these calls, one to three times.
    package static func random(on calls: [Call], _ chance: inout SeededGenerator) -> Self {
        let faults: [CallFault] = [
            .throttle, .unreachable, .refuse, .timeoutBefore, .timeoutAfter, .late(.seconds(90)),
            .late(.seconds(20 * 60)), .late(.seconds(2 * 3600)),
        ]
        return .call(chance.pick(faults), of: chance.pick(calls), times: 1 + chance.next(upTo: 3))
    }
}
