import Wording

/// What is destroyed for good once its name has been typed.
package enum ReleasedSubject: Equatable, Sendable {
    case cluster(ClusterName)
    case workspace(WorkspaceName)

    package var name: String {
        switch self {
        case .cluster(let name): name.rawValue
        case .workspace(let name): name.rawValue
        }
    }

    /// The option of `sluice order confirm` that takes the name.
    package var option: String {
        switch self {
        case .cluster: "--cluster-name"
        case .workspace: "--workspace-name"
        }
    }

    var noun: LocalizedText {
        switch self {
        case .cluster: LocalizedText("cluster", zh: "集群")
        case .workspace: LocalizedText("workspace", zh: "工作空间")
        }
    }
}
