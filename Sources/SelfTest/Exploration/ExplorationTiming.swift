import Workflow

/// The figures of the manifests that are explored: small, so that few situations lie between one window and the next.
package enum ExplorationTiming {
    /// How long a workflow waits between two looks, and after a failure; time passes by as much.
    package static let poll = Duration.seconds(60)
    /// How long a purchase may stay unseen, a clearance is in force, and a cluster takes to start.
    package static let window = Duration.seconds(120)
    /// How long a cluster may take to start.
    package static let allowance = Duration.seconds(180)

    /// The same as the `timing` of a manifest.
    package static let manifest = """
        { poll: \(poll.iso8601), clearance: \(window.iso8601), visibilityWindow: \(window.iso8601),
          startAllowance: \(allowance.iso8601), firstBackoff: \(poll.iso8601), longestBackoff: \(poll.iso8601) }
        """
}
