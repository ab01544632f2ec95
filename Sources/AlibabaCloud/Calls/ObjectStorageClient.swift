import AlibabaWire
import Foundation
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
        let response = try await ask(bucket, WireRequest("GET", "/", query: query), action, in: region) {
            ServiceError.Reading(xml: WireXML(reading: $0.body))
        }
        guard let body = WireXML(reading: response.body) else { preconditionFailure("a success has been read") }
        return StorageReply(body: body, requestID: response.storageRequestID)
    }

    /// Changes a bucket, once.
    ///
    /// - Throws: ``CloudError``, ``BucketElsewhere``.
    func change(
        bucket: BucketName, _ query: [Parameter], headers: [Parameter] = [], body: WireXML? = nil, _ action: String,
        in region: RegionID
    ) async throws -> RequestID? {
        let request = WireRequest(
            "PUT", "/", query: query, headers: WireHeaders(headers), body: body?.document ?? Data())
        let response = try await ask(bucket, request, action, in: region, isChange: true) {
            // A success has nothing in it, and the service's mark.
            $0.body.isEmpty && $0.storageRequestID != nil
                ? .success : ServiceError.Reading(xml: WireXML(reading: $0.body))
        }
        return response.storageRequestID
    }

    private func ask(
        _ bucket: BucketName?, _ wanted: WireRequest, _ action: String, in region: RegionID, isChange: Bool = false,
        _ read: (WireResponse) -> ServiceError.Reading
    ) async throws -> WireResponse {
        try await limits.withPlace(of: .oss) {
            try await send(bucket, wanted, action, in: region, isChange: isChange, read)
        }
    }

    private func send(
        _ bucket: BucketName?, _ wanted: WireRequest, _ action: String, in region: RegionID, isChange: Bool,
        _ read: (WireResponse) -> ServiceError.Reading
    ) async throws -> WireResponse {
        let service = endpoints.endpoint(of: .oss, in: region)
        // A bucket stands before the host, unless the host is an address.
        let isInPath = service.isIPAddress || service.isLoopback
        let endpoint = isInPath ? service : bucket.map { service.before($0.rawValue) } ?? service
        var request = wanted
        request.path = bucket.map { isInPath ? "/\(PercentEncoding.encode($0.rawValue))/" : "/" } ?? "/"
        request.headers["host"] = endpoint.authority
        request.headers["user-agent"] = userAgent
        let key = try await credentials.key()
        request.signOSS(bucket: bucket?.rawValue, at: localNow(), in: region.rawValue, with: key)
        let response = try await send(request, to: endpoint, isChange: isChange)
        let served = time.note(response)
        var reading = read(response)
        if case .error(let error) = reading {
            reading = .error(error.naming(VendorService.oss.action(of: action)))
            if error.isOfAnExpiredKey { await credentials.forget(key) }
            // The vendor says so by a denial that names the right address.
            if error.isDenial, let host = WireXML(reading: response.body)?["Endpoint"]?.text,
                let other = RegionID(ofStorage: host), other != region
            {
                throw BucketElsewhere(region: other)
            }
        }
        if let error = RequestOutcome.error(
            of: response, saying: reading, ofChange: isChange, at: served ?? localNow())
        {
            throw error
        }
        return response
    }
}

extension WireResponse {
    fileprivate var storageRequestID: RequestID? { headers["x-oss-request-id"].map(RequestID.init(rawValue:)) }
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
