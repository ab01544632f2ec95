package import CanonicalJSON
package import Wording

/// A call to the cloud that did not give what was asked for.
package struct CloudError: Explained, Equatable {
    /// What became of the request.
    package enum Fate: String, Codable, Sendable {
        /// It was surely not carried out: throttled, refused, or never sent.
        case notDone
        /// It was sent and no answer came: it may have been carried out, or may yet be.
        case unknown
    }

    /// The vendor's code, or one of ours where the vendor was not reached: see ``Code``.
    package let code: String
    /// The vendor's words.
    package let vendorMessage: String
    package let requestID: RequestID?
    package let fate: Fate
    /// Whether the same call may succeed later without anything being mended.
    package let isTransient: Bool
    /// How long the vendor asks to be left alone.
    package let retryAfter: Duration?
    /// The action that the caller would have to be granted, where that is what is missing.
    package let missingAction: String?

    package init(
        code: String,
        vendorMessage: String,
        requestID: RequestID? = nil,
        fate: Fate = .notDone,
        isTransient: Bool = false,
        retryAfter: Duration? = nil,
        missingAction: String? = nil
    ) {
        self.code = code
        self.vendorMessage = vendorMessage
        self.requestID = requestID
        self.fate = fate
        self.isTransient = isTransient
        self.retryAfter = retryAfter
        self.missingAction = missingAction
    }

    /// The codes that change what an order does next.
    package enum Code {
        /// The instance already carries a cluster: ours, not visible yet.
        package static let instanceInUse = "InstanceInUse"
        /// The cluster already has a project of this name: ours, not visible yet.
        package static let projectExists = "ProjectExists"
        /// The cluster is not Running: at work on itself, or gone.
        package static let clusterNotRunning = "ClusterNotRunning"
        /// What is asked for is not to be had of a subscription.
        package static let prePaid = "OperationDenied.PrePaid"
        /// What is asked for is not to be had of pay-as-you-go.
        package static let postPaid = "OperationDenied.PostPaid"
        /// The instance has been released: nothing brings it back.
        package static let instanceReleased = "InstanceReleased"
        /// The vendor's API has no such call.
        package static let notOffered = "NotOffered"
        /// A cluster bears the name that was asked for, and is not as it was asked for: nobody can tell whose it is.
        package static let clusterDiffers = "ClusterDiffers"
    }

    /// The refusal that this error is, if the request was surely not carried out and trying again cannot help.
    package var refusal: CloudRefusal? {
        guard fate == .notDone, !isTransient else { return nil }
        return CloudRefusal(
            code: code, message: vendorMessage, requestID: requestID, missingAction: missingAction)
    }

    package var message: LocalizedText {
        switch fate {
        case .notDone where isTransient:
            LocalizedText(
                "the cloud cannot do it now: \(code), \(vendorMessage)", zh: "云端暂时无法执行：\(code)，\(vendorMessage)")
        case .notDone:
            LocalizedText("the cloud refused: \(code), \(vendorMessage)", zh: "云端拒绝：\(code)，\(vendorMessage)")
        case .unknown:
            LocalizedText(
                "no answer came; whether the request was carried out is not known: \(code), \(vendorMessage)",
                zh: "未收到应答，请求是否已执行不得而知：\(code)，\(vendorMessage)"
            )
        }
    }

    package var hint: LocalizedText {
        isTransient
            ? LocalizedText("Try again later; nothing is lost.", zh: "请稍后重试；不会丢失任何内容。")
            : LocalizedText("Mend what the cloud names, then try again.", zh: "请按云端所述修正后重试。")
    }
}

/// A refusal by the cloud, as it is kept with an order.
package struct CloudRefusal: Codable, Equatable, Sendable {
    package let code: String
    /// The vendor's words.
    package let message: String
    package let requestID: RequestID?
    /// The action that the caller would have to be granted, where that is what is missing.
    package let missingAction: String?

    package init(code: String, message: String, requestID: RequestID? = nil, missingAction: String? = nil) {
        self.code = code
        self.message = message
        self.requestID = requestID
        self.missingAction = missingAction
    }

    /// Whether this says the same as another, though it be of another request.
    package func isSame(as other: Self?) -> Bool {
        code == other?.code && message == other?.message
    }
}

extension CloudRefusal: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("code", code)
        writer.write("message", message)
        writer.write("missingAction", ifPresent: missingAction)
        writer.write("requestID", ifPresent: requestID)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        code = try reader.read("code")
        message = try reader.read("message")
        missingAction = try reader.readIfPresent("missingAction")
        requestID = try reader.readIfPresent("requestID")
    }
}
