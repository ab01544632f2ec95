public import Wording

/// A workflow of one cloud was taken to another.
public struct ForeignCloud: Explained, Equatable {
    /// The workflow's name.
    public let workflow: String
    /// The cloud that the workflow belongs to.
    public let expected: String
    /// The cloud that it was taken to.
    public let found: String

    /// Creates the error.
    public init(workflow: String, expected: String, found: String) {
        self.workflow = workflow
        self.expected = expected
        self.found = found
    }

    public var code: String { "other-cloud" }

    public var message: LocalizedText {
        LocalizedText(
            "order \(workflow) belongs to cloud \(expected); this is cloud \(found)",
            zh: "订单 \(workflow) 属于云 \(expected)；当前云为 \(found)"
        )
    }

    public var hint: LocalizedText {
        LocalizedText("Name the cloud it was drafted on with --cloud.", zh: "请用 --cloud 指定下单时的云。")
    }
}
