import Foundation
import Testing

@testable import Notifications

struct WebhookSecretTests {
    /// The example of the libraries of Standard Webhooks, https://github.com/standard-webhooks/standard-webhooks.
    @Test func `a signature is as the standard has it`() throws {
        let secret = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signature = secret.signature(
            of: "{\"test\": 2432232314}", id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: 1_614_265_330)
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(arguments: ["", "short", "whsec_not base64 at all!!!!!!!!!!!"])
    func `what is no secret is not taken for one`(text: String) {
        #expect(WebhookSecret(text) == nil)
    }

    @Test func `a secret is never shown, and a destination's name holds neither it nor the address`() throws {
        let secret = try #require(WebhookSecret("abcdefghijklmnopqrstuvwxyz"))
        #expect("\(secret)" == "a secret")
        let url = try #require(URL(string: "https://example.com/hook?key=hidden"))
        let name = Destination.webhook(url, secret: secret).name
        #expect(name.count == 32)
        #expect(!name.contains("hidden"))
        #expect(name != Destination.command("true").name)
        // Whoever runs services logs what they are.
        #expect("\(Destination.webhook(url, secret: secret))" == "a webhook")
        #expect("\(Destination.command("curl https://example.com/?key=hidden"))" == "a command")
    }

    @Test func `delays double up to five minutes`() {
        #expect((1...4).map(Notifier.delay) == [.seconds(1), .seconds(2), .seconds(4), .seconds(8)])
        #expect(Notifier.delay(after: 1000) == .seconds(300))
    }
}
