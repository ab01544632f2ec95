package import Documents
package import RealtimeCompute

/// What access is wanted for: the actions that it needs, and who needs them.
package enum AccessPurpose: Equatable, Sendable {
    /// The service builds a cluster of exclusive mode: `AliyunStreamDefaultRole`.
    case exclusive
    /// The service runs jobs of shared mode: the same role.
    case shared
    /// Somebody buys and manages workspaces of fully managed Flink.
    case managed
    /// A RAM user works with Realtime Compute.
    case ramUser
    /// A RAM user works with one project of Realtime Compute.
    case project(ProjectName)
    /// Sluice looks at everything that `sluice check` looks at, and changes nothing.
    case check
    /// A lakehouse runs functions from a bucket, or from any if none is named, by a role that it assumes.
    case functionConnection(BucketName?)

    /// An action that is needed on a resource; either may be a pattern, and then all of it is needed.
    package struct Grant: Equatable, Sendable {
        package let action: String
        package let resource: String
    }

    /// The purposes, as they are typed.
    package enum Kind: String, CaseIterable, Sendable {
        case exclusive, shared, managed
        case ramUser = "ram-user"
        case project, check
        case functionConnection = "function-connection"

        /// What has to be named besides: a project, a bucket.
        package var subject: String? {
            switch self {
            case .project: "PROJECT"
            case .functionConnection: "BUCKET"
            case .exclusive, .shared, .managed, .ramUser, .check: nil
            }
        }
    }

    package var kind: Kind {
        switch self {
        case .exclusive: .exclusive
        case .shared: .shared
        case .managed: .managed
        case .ramUser: .ramUser
        case .project: .project
        case .check: .check
        case .functionConnection: .functionConnection
        }
    }

    /// What the purpose names besides.
    package var subject: String? {
        switch self {
        case .project(let name): name.rawValue
        case .functionConnection(let bucket): bucket?.rawValue
        case .exclusive, .shared, .managed, .ramUser, .check: nil
        }
    }

    /// - Parameter subject: what the kind has to name besides.
    package init?(_ kind: Kind, _ subject: String?) {
        switch (kind, subject) {
        case (.exclusive, nil): self = .exclusive
        case (.shared, nil): self = .shared
        case (.managed, nil): self = .managed
        case (.ramUser, nil): self = .ramUser
        case (.project, let name?): self = .project(ProjectName(rawValue: name))
        case (.check, nil): self = .check
        case (.functionConnection, let bucket): self = .functionConnection(bucket.map(BucketName.init(rawValue:)))
        case (_, _): return nil
        }
    }

    /// The role of the service that needs the access; `nil` where whoever asks needs it.
    package var serviceRole: RoleName? {
        switch self {
        case .exclusive, .shared: Figures.role
        case .managed, .ramUser, .project, .check, .functionConnection: nil
        }
    }

    /// Every grant that is needed, in the order of the documentation.
    ///
    /// Sources: the documentation of Realtime Compute on the role, on RAM users and on fully managed Flink; of the lakehouse
    /// on its connections. The actions of `check` on billing and on Realtime Compute are inferred: see ``Permissions``.
    package var grants: [Grant] {
        switch self {
        case .exclusive, .shared:
            return (Figures.requiredActions + [Figures.requiredStorageActions]).map { Grant(action: $0, resource: "*") }
        case .managed:
            return Figures.workspaceActions.map { Grant(action: $0, resource: "acs:stream:*:*:vvpinstance/*") }
                + [Grant(action: "ram:PassRole", resource: "acs:ram:*:*:*")]
        case .ramUser: return Self.grants(on: "acs:stream:*:*:*")
        case .project(let name): return Self.grants(on: "acs:stream:*:*:\(name)")
        case .check: return Permissions.looks.map { Grant(action: $0, resource: "*") }
        case .functionConnection(let bucket):
            // A bucket is granted by two resources: itself, and what it holds.
            let bucket = bucket?.rawValue ?? "*"
            return ["acs:oss:*:*:\(bucket)", "acs:oss:*:*:\(bucket)/*"].flatMap { resource in
                ["oss:GetObject", "oss:ListObjects", "oss:PutObject", "oss:DeleteObject"]
                    .map { Grant(action: $0, resource: resource) }
            }
        }
    }

    /// Without `ram:PassRole` the use of registered storage fails with code 922019.
    private static func grants(on resource: String) -> [Grant] {
        [Grant(action: "stream:*", resource: resource), Grant(action: "ram:PassRole", resource: "acs:ram:*:*:*")]
    }

    /// The least policy document for it: a statement for all actions that are needed on the same resources.
    package var policy: JSONValue {
        var groups: [(actions: [String], resources: [String])] = []
        for action in grants.map(\.action).uniqued() {
            let resources = grants.filter { $0.action == action }.map(\.resource)
            if let place = groups.firstIndex(where: { $0.resources == resources }) {
                groups[place].actions.append(action)
            } else {
                groups.append(([action], resources))
            }
        }
        return [
            "Version": "1",
            "Statement": .list(
                groups.map { group in
                    ["Effect": "Allow", "Action": .oneOrMore(group.actions), "Resource": .oneOrMore(group.resources)]
                }),
        ]
    }
}

extension JSONValue {
    /// One value and a list of one value mean the same in a policy.
    fileprivate static func oneOrMore(_ values: [String]) -> Self {
        values.count == 1 ? .text(values[0]) : .list(values.map { .text($0) })
    }
}

extension [String] {
    fileprivate func uniqued() -> Self {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
