package import SimulatedCloud
package import Workflow

extension FaultScript {
    /// Faults of the cloud, which there are however it is reached.
    private static let ofTheCloud: [CallFault] = [
        .throttle, .unreachable, .refuse, .timeoutBefore, .timeoutAfter, .late(.seconds(90)), .late(.seconds(20 * 60)),
        .late(.seconds(2 * 3600)),
    ]
    /// Faults of a wire, less those that take real time.
    private static let ofTheWire: [CallFault] = [
        .resetBefore, .resetAfter, .truncate, .garbage, .status(503), .status(502), .duplicate,
    ]

    /// A fault of any kind on one of these calls, one to three times.
    package static func random(
        on calls: [Call], overWire: Bool = false, _ chance: inout SeededGenerator
    ) -> Self {
        let faults = ofTheCloud + (overWire ? ofTheWire : [])
        return .call(chance.pick(faults), of: chance.pick(calls), times: 1 + chance.next(upTo: 3))
    }
}
