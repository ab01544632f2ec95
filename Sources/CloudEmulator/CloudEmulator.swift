import AccessPolicies
package import AlibabaWire
import Documents
import Foundation
import RealtimeCompute
package import SimulatedCloud
package import Workflow

/// Answers the vendor's wire from a simulated cloud.
///
/// One address for all services: they are told apart by action and version, by path, or by the signature of object
/// storage. It knows nothing of connections: that is for ``EmulatorServer``.
package final class CloudEmulator: Sendable {
    /// An answer, and how it is to be told.
    package struct Answer: Sendable {
        package var response: WireResponse
        package let delivery: Delivery
    }

    private let cloud: SimulatedCloud
    private let verifier: RequestVerifier
    private let newRequestID: @Sendable () -> String

    /// - Parameter realNow: by which the dates of requests are judged.
    package init(
        of cloud: SimulatedCloud, realNow: @escaping @Sendable () -> Timestamp,
        newRequestID: @escaping @Sendable () -> String = { UUID().uuidString }
    ) {
        self.cloud = cloud
        self.newRequestID = newRequestID
        verifier = RequestVerifier(for: cloud, realNow: realNow)
    }

    package func answer(_ request: WireRequest) -> Answer {
        let requestID = newRequestID()
        var answer =
            RequestVerifier.isForStorage(request) ? storage(request, requestID) : service(request, requestID)
        stamp(&answer.response)
        countLooks()
        return answer
    }

    /// Writes down that was looked, for whoever asks the cloud how often.
    private func countLooks() {
        do {
            try cloud.flush()
        } catch {
            // It is counted with the next.
        }
    }

    /// The time of the cloud, in the header that every server has, and more closely in one that only this one has.
    private func stamp(_ response: inout WireResponse) {
        guard let (clock, real) = try? cloud.clock() else { return }
        let now = clock.now(at: real)
        response.headers["Date"] = WireTime.http(now)
        response.headers["x-sluice-clock"] = "\(now);speed=\(clock.speed)"
    }

    // MARK: - RPC and ROA

    private func service(_ request: WireRequest, _ requestID: String) -> Answer {
        do {
            let reply = try perform(request)
            var fields = reply.fields
            fields["RequestId"] = .text(requestID)
            return Answer(response: .json(200, .object(fields), requestID), delivery: reply.delivery)
        } catch let error as WireError {
            return Answer(response: .json(error, requestID), delivery: .whole)
        } catch let error as CloudError {
            return Answer(response: .json(WireError(error), requestID), delivery: .whole)
        } catch {
            let internalError = WireError(
                500, "InternalError", "The request processing has failed due to some unknown error.")
            return Answer(response: .json(internalError, requestID), delivery: .whole)
        }
    }

    private func perform(_ request: WireRequest) throws -> ActionReply {
        let route = RealtimeComputeRoutes.route(request)
        // A path that is none of these belongs to no service.
        guard route != nil || request.path == "/" || request.path.isEmpty else { throw WireError.unknownAction }
        let verified = try verifier.verify(request)
        let header = request.headers["x-acs-action"]
        let named = header ?? verified.parameters.first { $0.name == "Action" }?.value
        let version =
            request.headers["x-acs-version"] ?? verified.parameters.first { $0.name == "Version" }?.value ?? ""
        let action = route?.action ?? named ?? ""
        guard let service = Services.service(ofVersion: route == nil ? version : VendorService.foas.version),
            let handler = Services.handlers[service]?[action]
        else { throw action.isEmpty ? WireError.missing("Action") : WireError.unknownAction }
        let parameters = (route?.parameters ?? []) + verified.parameters
        let region = request.headers["x-acs-region-id"] ?? verified.parameters.first { $0.name == "RegionId" }?.value
        let (caller, account, decision) = try cloud.look(uncounted: { state, now in
            let request = AccessRequest(
                service.action(of: action),
                on: AccessedResource.of(action, service, parameters, region: region, account: state.account),
                context: Self.circumstances(at: now))
            return (
                state.identify(verified.key.principal), state.account, state.decide(request, by: verified.key, at: now)
            )
        })
        guard decision.isAllowed || action == "GetCallerIdentity" else {
            throw WireError.denied(
                WireDenial(decision, of: service.action(of: action), to: caller, account), by: service)
        }
        return try handler(
            Exchange(
                action: action, parameters: parameters, region: region.map(RegionID.init(rawValue:)),
                principal: verified.key.principal,
                cloud: verified.key.principal == .caller ? cloud : cloud.called(by: caller), account: account))
    }

    /// What conditions of policies may ask about: requests come from this machine, and without TLS.
    private static func circumstances(at now: Timestamp) -> [String: String] {
        [
            "acs:SourceIp": "127.0.0.1", "acs:SecureTransport": "false", "acs:MFAPresent": "false",
            "acs:CurrentTime": "\(now)",
        ]
    }

    // MARK: - Object storage

    private func storage(_ request: WireRequest, _ requestID: String) -> Answer {
        let (bucket, key) = RequestVerifier.resource(of: request)
        do {
            let verified = try verifier.verify(request)
            let exchange = StorageExchange(
                request: request, bucket: bucket.map(BucketName.init(rawValue:)), key: key,
                region: verified.storageRegion, cloud: cloud)
            let action = VendorService.oss.action(of: exchange.action)
            let decision = try cloud.look(uncounted: { state, now in
                let resource = ([bucket ?? "*"] + (key.isEmpty ? [] : [key])).joined(separator: "/")
                let region = verified.storageRegion?.rawValue ?? "*"
                return state.decide(
                    AccessRequest(
                        action, on: "acs:oss:\(region):\(state.account):\(resource)",
                        context: Self.circumstances(at: now)),
                    by: verified.key, at: now)
            })
            guard decision.isAllowed else {
                throw WireError(403, "AccessDenied", "You have no right to access this object.")
            }
            return Answer(response: try exchange.answer().with(requestID), delivery: .whole)
        } catch let error as WireError {
            return Answer(response: .xml(error, requestID, bucket), delivery: .whole)
        } catch let error as CloudError {
            return Answer(response: .xml(WireError(error), requestID, bucket), delivery: .whole)
        } catch {
            let internalError = WireError(500, "InternalError", "We encountered an internal error. Please try again.")
            return Answer(response: .xml(internalError, requestID, bucket), delivery: .whole)
        }
    }
}

extension WireError {
    /// The vendor's answer to somebody who may not.
    fileprivate static func denied(_ denial: WireDenial, by service: VendorService) -> Self {
        var error =
            [.ram, .sts, .foas].contains(service)
            ? Self(403, "NoPermission", "You are not authorized to do this action. You should be authorized by RAM.")
            : Self(
                403, "Forbidden.RAM",
                "User not authorized to operate on the specified resource, or this API doesn't support RAM.")
        error.denial = denial
        return error
    }
}

extension WireResponse {
    fileprivate static func json(_ status: Int, _ body: JSONValue, _ requestID: String) -> Self {
        WireResponse(
            status,
            headers: WireHeaders([
                Parameter("Content-Type", "application/json;charset=utf-8"), Parameter("x-acs-request-id", requestID),
            ]), body: Data(body.text.utf8))
    }

    static func json(_ error: WireError, _ requestID: String) -> Self {
        var fields: [String: JSONValue] = [
            "RequestId": .text(requestID), "HostId": "sluice", "Code": .text(error.code),
            "Message": .text(error.message),
        ]
        if let denial = error.denial { fields["AccessDeniedDetail"] = denial.detail }
        var response = json(error.status, .object(fields), requestID)
        if let retryAfter = error.retryAfter { response.headers["x-acs-retry-after"] = String(retryAfter) }
        return response
    }

    fileprivate static func xml(_ error: WireError, _ requestID: String, _ bucket: String?) -> Self {
        var children = [
            WireXML("Code", error.code), WireXML("Message", error.message), WireXML("RequestId", requestID),
            WireXML("HostId", "sluice"),
        ]
        if let bucket { children.append(WireXML("BucketName", bucket)) }
        if let endpoint = error.endpoint { children.append(WireXML("Endpoint", endpoint)) }
        return WireResponse(error.status, body: WireXML("Error", children).document).with(requestID)
    }

    /// With the headers that every answer of object storage has.
    fileprivate func with(_ requestID: String) -> Self {
        var response = self
        response.headers["Content-Type"] = "application/xml"
        response.headers["Server"] = "AliyunOSS"
        response.headers["x-oss-request-id"] = requestID
        return response
    }
}
