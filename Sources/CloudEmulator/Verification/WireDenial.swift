import AccessPolicies
import Documents
import Foundation
import RealtimeCompute
import SimulatedCloud

/// Why somebody may not do something, as the vendor's services tell it.
struct WireDenial: Sendable {
    let detail: JSONValue

    init(_ decision: AccessDecision, of action: String, to caller: SimulatedCaller, _ account: AccountID) {
        let isExplicit: Bool
        switch decision {
        case .explicitDeny: isExplicit = true
        case .allow, .implicitDeny: isExplicit = false
        }
        let type = isExplicit ? "ExplicitDeny" : "ImplicitDeny"
        let name = caller.name ?? ""
        detail = [
            "AuthAction": .text(action), "AuthPrincipalDisplayName": .text(name),
            "AuthPrincipalType": caller.kind == .assumedRole ? "AssumedRoleUser" : "SubUser",
            "AuthPrincipalOwnerId": .text(account.rawValue), "NoPermissionType": .text(type),
            "PolicyType": "AccountLevelIdentityBasedPolicy",
            // The vendor's own is decoded by a call that is not answered here; this says the same in plain.
            "EncodedDiagnosticMessage": .text(Data("\(type) of \(action) to \(name)".utf8).base64EncodedString()),
        ]
    }
}
