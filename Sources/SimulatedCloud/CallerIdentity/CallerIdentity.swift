package import RealtimeCompute

/// Who calls, and what they may not.
package struct SimulatedCaller: Codable, Equatable, Sendable {
    package var kind: Caller.Kind
    /// The name of the user or role; an account is called by its id.
    package var name: String?
    /// Calls that are refused to this caller.
    package var denied: [Call]
}

extension SimulatedCaller {
    static let theAccount = Self(kind: .account, name: nil, denied: [])
}

extension CloudState {
    var callerIdentity: Caller {
        Caller(settings.caller.kind, id: settings.caller.name ?? settings.account.rawValue)
    }
}

extension SimulatedCloud: CallerIdentityService {
    package func callerIdentity() async throws -> Answer<Caller> {
        try look(.getCallerIdentity) { state, _ in state.callerIdentity }
    }
}
