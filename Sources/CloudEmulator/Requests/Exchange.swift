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

/// A page of a list, as an action is asked for it.
struct Page {
    let number: Int
    let size: Int

    /// - Parameter largest: what the vendor documents as the most entries of a page.
    init(_ exchange: Exchange, _ numberName: String, _ sizeName: String, usual: Int = 10, largest: Int = 100) throws {
        number = try exchange.integer(numberName) ?? 1
        size = min(try exchange.integer(sizeName) ?? usual, largest)
        guard number >= 1, number < 1_000_000 else { throw WireError.invalid(numberName) }
        guard size >= 1 else { throw WireError.invalid(sizeName) }
    }

    func of<Item>(_ items: [Item]) -> [Item] { Array(items.dropFirst((number - 1) * size).prefix(size)) }
}
