import AlibabaWire
import Documents
import Foundation
import RealtimeCompute
import SimulatedCloud
import Workflow

/// A request that has been verified, and the cloud that it is about.
struct Exchange {
    let action: String
    /// From the query, the form of the body and the path.
    let parameters: [Parameter]
    /// The region that it is asked in, as far as it says.
    let region: RegionID?
    let principal: Principal
    /// The cloud, called by whose key it is.
    let cloud: SimulatedCloud
    let account: AccountID

    func optional(_ name: String) -> String? {
        parameters.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    func required(_ name: String) throws -> String {
        guard let value = optional(name) else { throw WireError.missing(name) }
        return value
    }

    /// A parameter that must be there, though it may be empty.
    func given(_ name: String) throws -> String {
        guard let parameter = parameters.first(where: { $0.name == name }) else { throw WireError.missing(name) }
        return parameter.value
    }

    func name<Name: Identifier>(_ name: String, _: Name.Type = Name.self) throws -> Name {
        Name(rawValue: try required(name))
    }

    func integer(_ name: String) throws -> Int? {
        guard let text = optional(name) else { return nil }
        guard let number = Int(text) ?? Double(text).flatMap({ Int(exactly: $0) }) else {
            throw WireError.invalid(name)
        }
        return number
    }

    func requiredInteger(_ name: String) throws -> Int {
        guard let number = try integer(name) else { throw WireError.missing(name) }
        return number
    }

    func time(_ name: String) throws -> Timestamp? {
        guard let text = optional(name) else { return nil }
        guard let time = WireTime.read(iso8601: text) else { throw WireError.invalid(name) }
        return time
    }

    /// The values of `Name.1`, `Name.2` and so on.
    func repeated(_ name: String) -> [String] {
        (1...100).lazy.map { "\(name).\($0)" }.prefix { key in parameters.contains { $0.name == key } }
            .compactMap { optional($0) }
    }

    /// Where it is about: the region that it names, or is asked in.
    func whereabouts() throws -> RegionID {
        if let named = optional("RegionId") ?? optional("Region") ?? optional("region") {
            return RegionID(rawValue: named)
        }
        guard let region else { throw WireError.missing("RegionId") }
        return region
    }

    /// The region that it is about, which must be one.
    func knownRegion() throws -> RegionID {
        let region = try name("RegionId", RegionID.self)
        guard try cloud.look(uncounted: { state, _ in state.regions.contains(region) }) else {
            throw WireError(404, "InvalidRegionId.NotFound", "The specified RegionId does not exist.")
        }
        return region
    }

    // MARK: - The cloud

    /// Looks.
    func look<Value: Sendable>(_ call: Call, _ body: (CloudState, _ now: Timestamp) -> Value) throws -> Value {
        do {
            return try cloud.look(call, body).value
        } catch {
            throw WireError(error)
        }
    }

    /// Asks for what may meet a fault.
    func ask(_ request: Request, _ read: (Reply) -> [String: JSONValue]) throws -> ActionReply {
        do {
            let (submission, _) = try cloud.deliver(request)
            switch submission.result {
            case .success(let reply): return ActionReply(read(reply), delivery: submission.delivery)
            case .failure(let error):
                // Nobody will read what is cut off.
                guard error.fate == .notDone else { return ActionReply([:], delivery: submission.delivery) }
                throw WireError(error)
            }
        } catch let error as CloudError {
            throw WireError(error)
        }
    }

    /// Parameters that are another each time that the same is asked for.
    private static let ofOneRequest: Set = [
        "ClientToken", "AccessKeyId", "Signature", "SignatureMethod", "SignatureNonce", "SignatureVersion",
        "SecurityToken", "Timestamp", "Format",
    ]

    /// Makes something that no order of Sluice makes, once for the same token, and gives its id.
    func make(
        _ name: String, _ body: (inout CloudState, _ now: Timestamp) throws(CloudError) -> String
    ) throws -> String {
        let asked = parameters.filter { !Self.ofOneRequest.contains($0.name) }.map { "\($0.name)=\($0.value)" }.sorted()
        return try change(name) { state, now in
            try state.once(optional("ClientToken"), "\(action)?\(asked.joined(separator: "&"))") {
                state throws(CloudError) in try body(&state, now)
            }
        }
    }

    /// Changes what no order of Sluice changes.
    func change<Value>(_ name: String, _ body: (inout CloudState, _ now: Timestamp) throws -> Value) throws -> Value {
        do {
            return try cloud.change { state, now, _ in
                state.settle(at: now)
                state.count([name: 1])
                return try body(&state, now)
            }
        } catch let error as CloudError {
            throw WireError(error)
        }
    }
}

/// What an action gave, and how it is to be told.
struct ActionReply {
    var fields: [String: JSONValue]
    var delivery = Delivery.whole

    init(_ fields: [String: JSONValue], delivery: Delivery = .whole) {
        self.fields = fields
        self.delivery = delivery
    }
}
