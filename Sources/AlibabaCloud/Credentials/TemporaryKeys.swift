import AlibabaWire
import Documents
import Foundation
import RealtimeCompute
import Workflow

/// Keys that STS issues for a role (STS 2015-04-01).
struct TemporaryKeys {
    /// The role that is assumed, and as whom.
    struct Role {
        var arn: String
        var session: String?
        var externalID: String?
        /// In seconds.
        var duration: Int?
        var region: RegionID?
    }

    let context: CredentialContext
    let origin: String

    /// The keys of a role, for whoever has other keys.
    func assume(_ role: Role, with key: AccessKey) async throws -> FoundKey {
        let client = APIClient(
            transport: context.transport, endpoints: context.endpoints, credentials: FixedCredentials(key),
            time: context.time, localNow: context.localNow, userAgent: context.userAgent)
        let reply = try await client.call(
            .look(
                .sts, "AssumeRole", in: role.region ?? context.stsRegion,
                [
                    ("RoleArn", role.arn), ("RoleSessionName", role.session ?? Self.session),
                    ("DurationSeconds", role.duration.map(String.init)), ("ExternalId", role.externalID),
                ]))
        return try read(reply.body["Credentials"])
    }

    /// The keys of a role, for whoever has a token of a provider that the account trusts; nothing is signed.
    func assume(_ role: Role, withToken token: String, of provider: String) async throws -> FoundKey {
        let endpoint = context.endpoints.endpoint(of: .sts, in: role.region ?? context.stsRegion)
        let parameters = [
            Parameter("Action", "AssumeRoleWithOIDC"), Parameter("Format", "JSON"),
            Parameter("OIDCProviderArn", provider), Parameter("OIDCToken", token), Parameter("RoleArn", role.arn),
            Parameter("RoleSessionName", role.session ?? Self.session),
            Parameter("SignatureNonce", UUID().uuidString),
            Parameter("Timestamp", WireTime.iso8601(context.localNow())),
            Parameter("Version", VendorService.sts.version),
        ]
        // The token stands in the body, where no log of addresses finds it.
        let request = WireRequest(
            "POST", "/",
            headers: WireHeaders([
                Parameter("host", endpoint.authority), Parameter("content-type", "application/x-www-form-urlencoded"),
                Parameter("user-agent", context.userAgent),
            ]), body: FormEncoding.data(parameters))
        let response: WireResponse
        do {
            response = try await context.transport.send(request, to: endpoint, changing: false)
        } catch let failure as NoAnswer {
            throw RequestOutcome.error(after: failure, ofChange: false)
        }
        let served = context.time.note(response)
        let body = (try? JSONDecoder().decode(JSONValue.self, from: response.body)).map {
            AnswerField($0, at: "AssumeRoleWithOIDC", ofChange: false)
        }
        if let error = RequestOutcome.error(
            of: response, saying: ServiceError.Reading(json: body), ofChange: false, at: served ?? context.localNow())
        {
            throw error
        }
        guard let body else { preconditionFailure("a success has been read") }
        return try read(body["Credentials"])
    }

    /// Keys with their end, as STS, the metadata of a machine and other programs give them.
    func read(_ fields: AnswerField) throws -> FoundKey {
        guard let id = fields["AccessKeyId"].optionalText, let secret = fields["AccessKeySecret"].optionalText,
            let token = fields["SecurityToken"].optionalText, let end = fields["Expiration"].optionalTime
        else {
            throw UnusableCredentials.unusable(
                origin, "AccessKeyId, AccessKeySecret, SecurityToken or Expiration is missing in what was answered")
        }
        return FoundKey(
            key: AccessKey(id: id, secret: secret, securityToken: token), expiresAt: end, origin: origin)
    }

    /// As whom a role is assumed if nothing is said.
    private static let session = "sluice"
}

/// A role that is assumed with a token of OpenID Connect, which a file holds.
struct IdentityToken {
    private let context: CredentialContext

    init(in context: CredentialContext) { self.context = context }

    func key() async throws -> FoundKey? {
        guard let role = context.variable("ALIBABA_CLOUD_ROLE_ARN"),
            let provider = context.variable("ALIBABA_CLOUD_OIDC_PROVIDER_ARN"),
            let file = context.variable("ALIBABA_CLOUD_OIDC_TOKEN_FILE")
        else { return nil }
        let origin = "OIDC (\(role))"
        return try await TemporaryKeys(context: context, origin: origin).assume(
            TemporaryKeys.Role(arn: role, session: context.variable("ALIBABA_CLOUD_ROLE_SESSION_NAME")),
            withToken: try Self.token(in: file, origin), of: provider)
    }

    static func token(in file: String, _ origin: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: file), data.count < 1 << 16 else {
            throw UnusableCredentials.unusable(origin, "the token file \(file) cannot be read")
        }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
