import RealtimeCompute

/// An error as the vendor's services answer it.
struct WireError: Error {
    let status: Int
    let code: String
    let message: String
    /// What was denied to whom, and why.
    var denial: WireDenial?
    /// How long the service asks to be left alone, in milliseconds.
    var retryAfter: Int?
    /// Where a bucket is to be asked for instead.
    var endpoint: String?

    init(_ status: Int, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    static func missing(_ name: String) -> Self {
        Self(
            400, "MissingParameter",
            "The input parameter \"\(name)\" that is mandatory for processing this request is not supplied.")
    }

    static func invalid(_ name: String) -> Self {
        Self(400, "InvalidParameter", "The specified parameter \"\(name)\" is not valid.")
    }

    static let unknownAction = Self(
        404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.")
}

extension WireError {
    /// Refusals of the simulated cloud, with the status that the vendor's services would give them.
    init(_ error: CloudError) {
        switch error.code {
        case "Throttling":
            self.init(400, "Throttling.User", "Request was denied due to user flow control.")
            retryAfter = 2000
        case _ where error.isTransient:
            // Not now: surely not carried out.
            self.init(503, error.code, error.vendorMessage)
            retryAfter = 2000
        case "InvalidVSwitchId.IpNotEnough", "InvalidOperation.VpcMismatch":
            self.init(403, error.code, error.vendorMessage)
        // VPC documents another status for it than for what else is not found.
        case "InvalidZoneId.NotFound": self.init(400, error.code, error.vendorMessage)
        case "NoPermission": self.init(403, error.code, error.vendorMessage)
        case let code where code.hasPrefix("EntityNotExist"): self.init(404, code, error.vendorMessage)
        case let code where code.hasPrefix("EntityAlreadyExists") || code.hasPrefix("DeleteConflict"):
            self.init(409, code, error.vendorMessage)
        case let code where code.hasSuffix("NotFound"): self.init(404, code, error.vendorMessage)
        case "NoSuchBucket": self.init(404, error.code, error.vendorMessage)
        case "BucketAlreadyExists", "BucketNotEmpty": self.init(409, error.code, error.vendorMessage)
        default: self.init(400, error.code, error.vendorMessage)
        }
    }
}
