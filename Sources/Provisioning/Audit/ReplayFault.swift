package import Wording

/// Why an entry of a history does not follow from those before it.
package enum ReplayFault: Equatable, Sendable {
    case versionSkipped(after: Int)
    case detached
    case altered
    case timeGoesBack
    case notLawful(event: String, phase: String)
    /// It leads to what was known already, which is no transition.
    case nothingNew(event: String)
    case otherResult(event: String)
}

extension ReplayFault {
    /// What it is, for people.
    package var words: LocalizedText {
        switch self {
        case .versionSkipped(let version):
            LocalizedText("it follows version \(version)", zh: "前一版本为 \(version)")
        case .detached:
            LocalizedText("it does not follow the one before it", zh: "与上一条不衔接")
        case .altered:
            LocalizedText("it is not as it was written", zh: "与写入时不同")
        case .timeGoesBack:
            LocalizedText("it is before the one before it", zh: "早于上一条")
        case .notLawful(let event, let phase):
            LocalizedText("\(event) is not lawful in \(phase)", zh: "\(event) 在 \(phase) 阶段不合法")
        case .nothingNew(let event):
            LocalizedText("\(event) changes nothing there", zh: "\(event) 在此不改变任何内容")
        case .otherResult(let event):
            LocalizedText("\(event) does not lead to what is stored", zh: "\(event) 的结果与所存不符")
        }
    }
}
