import Foundation
import Provisioning
import TransparencyLog
import Wording
import Workflow
import WorkflowEngine

/// A signed checkpoint as scripts see it.
struct CheckpointJSON: Encodable {
    let origin: String
    let size: Int
    let root: String
    let note: String

    init(_ signed: SignedCheckpoint) {
        origin = signed.checkpoint.origin
        size = signed.checkpoint.size
        root = signed.checkpoint.root.base64
        note = signed.note.description
    }
}

/// An audit that found nothing as scripts see it.
struct AuditJSON: Encodable {
    let origin: String?
    let size: Int
    /// How many of the entries were taken as a checkpoint says, and not looked at; absent if all were verified.
    let since: Int?
    let root: String
    let orders: Int?
    /// The sizes of the checkpoints that the log was compared with.
    let checkpoints: [Int]
    /// Whether their signatures were checked.
    let signaturesChecked: Bool
    /// Positions before which the clock of the machine that wrote the log was set back.
    let clockSetBack: [Int]
}

/// A proof that holds as scripts see it.
struct ProvenJSON: Encodable {
    let order: String
    let version: Int
    let event: String
    let to: String
    let at: String
    let position: Int
    let size: Int
    let signaturesChecked: Bool
}

extension Console {
    func report(_ report: LogAudit.Report, hasVerifier: Bool) throws {
        let isSigned = hasVerifier && !report.checkpoints.isEmpty
        guard !isJSON else {
            return try print(
                json: AuditJSON(
                    origin: report.origin, size: report.size, since: report.since, root: report.root.base64,
                    orders: report.orders,
                    checkpoints: report.checkpoints, signaturesChecked: isSigned, clockSetBack: report.setBack))
        }
        let orders = report.orders.map { LocalizedText($0 == 1 ? "1 order, " : "\($0) orders, ", zh: "\($0) 个订单，") }
        let since = report.since.map { since in
            LocalizedText(
                "\(report.size - since) of them since the checkpoint of \(since), ",
                zh: "其中 \(report.size - since) 条在含 \(since) 条的检查点之后，")
        }
        print(
            self(
                LocalizedText(
                    "verified: \(report.size) entries, \(since?.english ?? "")\(orders?.english ?? "")\(report.origin ?? "-")",
                    zh: "已验证：\(report.size) 条，\(since?.chinese ?? "")\(orders?.chinese ?? "")\(report.origin ?? "-")")))
        print(self(LocalizedText("root: \(report.root.base64)", zh: "根：\(report.root.base64)")))
        for size in report.checkpoints {
            let signature = isSigned ? ("signed", "签名有效") : ("signature not checked", "未检查签名")
            print(
                self(
                    LocalizedText(
                        "agrees with the checkpoint of \(size) entries (\(signature.0))",
                        zh: "与含 \(size) 条的检查点一致（\(signature.1)）")))
        }
        if report.checkpoints.isEmpty {
            note(
                LocalizedText(
                    "No checkpoint was given: a log that was written anew from some point on looks the same.",
                    zh: "未给出检查点：从某处起被整体重写的日志看起来并无不同。"))
        } else if !isSigned {
            note(.noPublicKey)
        }
        for position in report.setBack.prefix(10) {
            note(
                LocalizedText(
                    "The clock of the machine was set back before position \(position).",
                    zh: "位置 \(position) 之前，机器时钟曾被回拨。"))
        }
    }

    func report(
        _ entry: HistoryEntry, named name: String?, provenBy checkpoint: Checkpoint, hasVerifier: Bool
    ) throws {
        guard !isJSON else {
            return try print(
                json: ProvenJSON(
                    order: entry.workflow.rawValue, version: entry.version, event: entry.event, to: entry.to,
                    at: entry.at.rfc3339, position: entry.position, size: checkpoint.size,
                    signaturesChecked: hasVerifier))
        }
        print(
            self(
                LocalizedText(
                    "proven: order \(name ?? "-"), \(entry.workflow), version \(entry.version): \(entry.event), "
                        + "to \(entry.to), at \(entry.at.rfc3339)",
                    zh: "已证明：订单 \(name ?? "-")，\(entry.workflow)，版本 \(entry.version)：\(entry.event)，"
                        + "至 \(entry.to)，时间 \(entry.at.rfc3339)")))
        print(
            self(
                LocalizedText(
                    "position \(entry.position) of \(checkpoint.size), \(checkpoint.origin)",
                    zh: "位置 \(entry.position)，共 \(checkpoint.size)，\(checkpoint.origin)")))
        if !hasVerifier {
            note(.noPublicKey)
        }
    }

    func report(_ old: Checkpoint, growsInto new: Checkpoint, hasVerifier: Bool) throws {
        guard !isJSON else {
            return try print(
                json: GrowthJSON(origin: new.origin, old: old.size, new: new.size, signaturesChecked: hasVerifier))
        }
        print(
            self(
                LocalizedText(
                    "proven: the log of \(new.size) entries goes on from the one of \(old.size), \(new.origin)",
                    zh: "已证明：含 \(new.size) 条的日志是含 \(old.size) 条的日志的延续，\(new.origin)")))
        if !hasVerifier {
            note(.noPublicKey)
        }
    }
}

extension LocalizedText {
    fileprivate static let noPublicKey = Self("No public key was given: see --verifier.", zh: "未给出公钥：参见 --verifier。")
}

/// A proof of growth that holds as scripts see it.
struct GrowthJSON: Encodable {
    let origin: String
    let old: Int
    let new: Int
    let signaturesChecked: Bool
}
