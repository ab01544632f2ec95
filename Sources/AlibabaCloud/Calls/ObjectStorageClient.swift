import AlibabaWire
import RealtimeCompute
import Workflow

extension APIClient {
    /// What object storage gave.
    struct StorageReply {
        let body: WireXML
        let requestID: RequestID?
    }

    /// A bucket lies in another region than it was asked for in.
    struct BucketElsewhere: Error {
        let region: RegionID
    }

    /// Looks at a bucket, or lists those there are.
    ///
    /// - Parameter bucket: `nil` of the service.
    /// - Throws: ``CloudError``, ``BucketElsewhere``.
    func look(
        atBucket bucket: BucketName?, _ query: [Parameter], _ action: String, in region: RegionID
    ) async throws -> StorageReply {
        let service = endpoints.endpoint(of: .oss, in: region)
        // A bucket stands before the host, unless the host is an address.
        let isInPath = service.isIPAddress || service.isLoopback
        let endpoint = isInPath ? service : bucket.map { service.before($0.rawValue) } ?? service
        let path = bucket.map { isInPath ? "/\(PercentEncoding.encode($0.rawValue))/" : "/" } ?? "/"
        var request = WireRequest(
            "GET", path, query: query,
            headers: WireHeaders([Parameter("host", endpoint.authority), Parameter("user-agent", userAgent)]))
        let key = try await credentials.key()
        request.signOSS(bucket: bucket?.rawValue, at: localNow(), in: region.rawValue, with: key)
        let response = try await send(request, to: endpoint, isChange: false)
        let served = time.note(response)
        let body = WireXML(reading: response.body)
        var reading = ServiceError.Reading(xml: body)
        if case .error(let error) = reading {
            reading = .error(error.naming(VendorService.oss.action(of: action)))
            if error.isOfAnExpiredKey { await credentials.forget(key) }
            // The vendor says so by a denial that names the right address.
            if error.isDenial, let host = body?["Endpoint"]?.text, let other = RegionID(ofStorage: host),
                other != region
            {
                throw BucketElsewhere(region: other)
            }
        }
        if let error = RequestOutcome.error(of: response, saying: reading, ofChange: false, at: served ?? localNow()) {
            throw error
        }
        guard let body else { preconditionFailure("a success has been read") }
        return StorageReply(body: body, requestID: response.headers["x-oss-request-id"].map(RequestID.init(rawValue:)))
    }
}

extension Endpoint {
    fileprivate func before(_ name: String) -> Self {
        Endpoint(host: "\(name).\(host)", port: port, isSecure: isSecure)
    }
}

extension RegionID {
    /// The region in a location or an address of object storage: `oss-cn-hangzhou`, `oss-cn-hangzhou.aliyuncs.com`.
    init?(ofStorage text: String) {
        let name = text.split(separator: ".").first.map(String.init) ?? text
        guard name.hasPrefix("oss-") else { return nil }
        let region = name.dropFirst("oss-".count)
        self.init(rawValue: String(region.hasSuffix("-internal") ? region.dropLast("-internal".count) : region))
    }
}

extension ServiceError.Reading {
    /// Reads a body of XML.
    init(xml body: WireXML?) {
        guard let body else {
            self = .unreadable
            return
        }
        guard body.name == "Error" else {
            // A page of a proxy may be XML too.
            self = body.name.lowercased() == "html" ? .unreadable : .success
            return
        }
        self = .error(
            ServiceError(
                code: body["Code"]?.text ?? "Failure", message: body["Message"]?.text ?? "",
                requestID: body["RequestId"].map { RequestID(rawValue: $0.text) }))
    }
}
