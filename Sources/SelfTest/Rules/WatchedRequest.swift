import RealtimeCompute
package import SimulatedCloud

/// A request that changes something, as far as a watch needs to know it.
package struct WatchedRequest: Sendable {
    package let call: Call
    /// The id of what it is made on or changes: an instance, a cluster; `nil` where there is nothing yet.
    package let subject: String?
    /// What marks it as one workflow's, where the call takes a key.
    package let key: String?

    /// A request that bears a key.
    init(_ call: Call, about subject: (any Identifier)? = nil, key: any Identifier) {
        self.call = call
        self.subject = subject?.rawValue
        self.key = key.rawValue
    }

    /// A request of a call that takes no key.
    init(_ call: Call, about subject: any Identifier) {
        self.call = call
        self.subject = subject.rawValue
        key = nil
    }
}

extension WatchedRequest: CustomStringConvertible {
    package var description: String {
        call.rawValue + (subject.map { " about \($0)" } ?? "") + (key.map { " with key \($0)" } ?? "")
    }
}
