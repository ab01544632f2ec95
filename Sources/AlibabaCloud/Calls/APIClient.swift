import AlibabaWire
import Documents
import Foundation
import RealtimeCompute
package import Workflow

/// Makes calls: signs, sends once, and judges what came.
package struct APIClient: Sendable {
    private let transport: any Transport
    package let endpoints: Endpoints
    package let credentials: any CredentialSource
    package let time: ServerTime
    let localNow: @Sendable () -> Timestamp
    private let newNonce: @Sendable () -> String
    let userAgent: String
    let limits = CallLimits()

    /// - Parameters:
    ///   - localNow: by which requests are signed; the vendor admits a quarter of an hour of difference.
    ///   - newNonce: gives what is given once only.
    package init(
        transport: any Transport, endpoints: Endpoints, credentials: any CredentialSource, time: ServerTime,
        localNow: @escaping @Sendable () -> Timestamp,
        newNonce: @escaping @Sendable () -> String = { UUID().uuidString.lowercased() }, userAgent: String
    ) {
        self.transport = transport
        self.endpoints = endpoints
        self.credentials = credentials
        self.time = time
        self.localNow = localNow
        self.newNonce = newNonce
        self.userAgent = userAgent
    }

    /// What a call gave.
    struct Reply: Sendable {
        let body: AnswerField
        let requestID: RequestID?
        /// When it was answered, by the vendor's clock.
        let time: Timestamp?
    }

    /// Makes a call once.
    ///
    /// - Throws: ``CloudError``; ``UnusableCredentials``, and then nothing was sent.
    func call(_ call: APICall) async throws -> Reply {
        try await limits.withPlace(of: call.service) { try await send(call) }
    }

    private func send(_ call: APICall) async throws -> Reply {
        let endpoint = endpoints.endpoint(of: call.service, in: call.region)
        let key = try await credentials.key()
        var request = call.request(to: endpoint, from: userAgent)
        request.sign(
            action: call.action, version: call.service.version, date: WireTime.iso8601(localNow()), nonce: newNonce(),
            with: key)
        let response = try await send(request, to: endpoint, isChange: call.isChange)
        let served = time.note(response)
        let body = (try? JSONDecoder().decode(JSONValue.self, from: response.body)).map {
            AnswerField($0, at: call.action, ofChange: call.isChange)
        }
        var reading = ServiceError.Reading(json: body)
        if case .error(let error) = reading {
            reading = .error(error.naming(call.permission))
            if error.isOfAnExpiredKey { await credentials.forget(key) }
        }
        let requestID = (body?["RequestId"].optionalText ?? response.headers["x-acs-request-id"])
            .map(RequestID.init(rawValue:))
        if let error = RequestOutcome.error(
            of: response, saying: reading, ofChange: call.isChange, at: served ?? localNow())
        {
            throw error
        }
        return Reply(
            body: body ?? AnswerField(nil, at: call.action, ofChange: call.isChange), requestID: requestID,
            time: served)
    }

    func send(_ request: WireRequest, to endpoint: Endpoint, isChange: Bool) async throws -> WireResponse {
        do {
            return try await transport.send(request, to: endpoint, changing: isChange)
        } catch let failure as NoAnswer {
            throw RequestOutcome.error(after: failure, ofChange: isChange)
        }
    }

    // MARK: - Pages

    /// More pages than this no list of these APIs has.
    static let mostPages = 1000

    /// Reads all pages of a list.
    ///
    /// - Parameters:
    ///   - page: makes the call for a page, counted from 1.
    ///   - list: finds the items of a page, and how many there are in all.
    /// - Throws: ``CloudError``, transient, if there were fewer than the list says: it may have changed meanwhile.
    func pages(
        _ page: (Int) -> APICall, _ list: (AnswerField) throws -> (items: [AnswerField], total: Int)
    ) async throws -> (items: [AnswerField], requestID: RequestID?) {
        var items: [AnswerField] = []
        for number in 1...Self.mostPages {
            let reply = try await call(page(number))
            let (found, total) = try list(reply.body)
            items += found
            if items.count >= total { return (items, reply.requestID) }
            guard !found.isEmpty else { break }
        }
        throw CloudError(
            code: "IncompleteList", vendorMessage: "\(page(1).action) gave fewer entries than it counts",
            isTransient: true)
    }
}
