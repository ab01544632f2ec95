import AsyncHTTPClient
import Crypto
package import Foundation
import NIOCore
import NIOHTTP1

/// Where notifications go.
package enum Destination: Equatable, Sendable, CustomStringConvertible {
    /// A POST to an address, signed as Standard Webhooks are (https://www.standardwebhooks.com).
    case webhook(URL, secret: WebhookSecret)
    /// A command of the shell, which is given each notification on its standard input.
    case command(String)

    /// Never the address, nor the command: both may hold a secret.
    package var description: String {
        switch self {
        case .webhook: "a webhook"
        case .command: "a command"
        }
    }

    /// What tells this destination from others in a store, without giving it away.
    package var name: String {
        let text =
            switch self {
            case .webhook(let url, _): "webhook \(url.absoluteString)"
            case .command(let command): "exec \(command)"
            }
        return SHA256.hash(data: Data(text.utf8)).prefix(16).map { byte in
            let hex = String(byte, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }.joined()
    }
}

/// What a webhook is signed with.
package struct WebhookSecret: Equatable, Sendable, CustomStringConvertible {
    private let bytes: Data

    /// As little as is taken for a secret, in characters.
    package static let shortest = 24

    /// - Parameter text: `whsec_` and base64, as Standard Webhooks have it, or any other text.
    package init?(_ text: String) {
        guard text.count >= Self.shortest else { return nil }
        guard text.hasPrefix("whsec_") else {
            bytes = Data(text.utf8)
            return
        }
        guard let decoded = Data(base64Encoded: String(text.dropFirst(6))) else { return nil }
        bytes = decoded
    }

    /// Never the secret.
    package var description: String { "a secret" }

    /// The signature of a message, as its header has it.
    package func signature(of body: String, id: String, at seconds: Int) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(id).\(seconds).\(body)".utf8), using: SymmetricKey(data: bytes))
        return "v1," + Data(code).base64EncodedString()
    }
}

/// What became of an attempt to tell somebody something.
enum DeliveryOutcome: Equatable, Sendable {
    case delivered
    /// Why not: never what an address or an answer holds.
    case failed(String)
}

/// Tells a destination something, once.
struct Delivery: Sendable {
    /// How long an answer, or a command, may take.
    private static let longest = Duration.seconds(30)

    let destination: Destination
    let client: HTTPClient

    func deliver(_ notification: Notification) async -> DeliveryOutcome {
        switch destination {
        case .webhook(let url, let secret): await post(notification, to: url, signedWith: secret)
        case .command(let command): await give(notification, to: command)
        }
    }

    private func post(_ notification: Notification, to url: URL, signedWith secret: WebhookSecret) async
        -> DeliveryOutcome
    {
        let seconds = Int(Date().timeIntervalSince1970)
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/cloudevents+json; charset=utf-8")
        request.headers.add(name: "User-Agent", value: "sluice")
        request.headers.add(name: "webhook-id", value: notification.id)
        request.headers.add(name: "webhook-timestamp", value: String(seconds))
        request.headers.add(
            name: "webhook-signature", value: secret.signature(of: notification.body, id: notification.id, at: seconds))
        request.body = .bytes(ByteBuffer(string: notification.body))
        do {
            let answer = try await client.execute(request, timeout: .seconds(Self.longest.components.seconds))
            return (200..<300).contains(answer.status.code) ? .delivered : .failed("status \(answer.status.code)")
        } catch {
            return .failed("\(type(of: error))")
        }
    }

    private func give(_ notification: Notification, to command: String) async -> DeliveryOutcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        let input = Pipe()
        process.standardInput = input
        process.standardOutput = FileHandle.standardError
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = {
            end.yield($0.terminationReason == .exit ? $0.terminationStatus : 128 + $0.terminationStatus)
            end.finish()
        }
        do {
            try process.run()
        } catch {
            return .failed("the command cannot be started")
        }
        let limit = Task.detached {
            try await Task.sleep(for: Self.longest)
            await Self.end(process)
        }
        defer { limit.cancel() }
        // A command that does not read what it is given ends all the same.
        try? input.fileHandleForWriting.write(contentsOf: Data((notification.body + "\n").utf8))
        try? input.fileHandleForWriting.close()
        for await status in ends { return status == 0 ? .delivered : .failed("exit status \(status)") }
        // This is to end, and so is the command.
        await Self.end(process)
        return .failed("the command did not end")
    }

    /// Asks a process and all that it has started to end, and ends them if they do not.
    private static func end(_ process: Process) async {
        // Foundation has each program lead a group of its own.
        let group = process.processIdentifier
        kill(-group, SIGTERM)
        let deadline = ContinuousClock.now + .milliseconds(200)
        // Asleep in a task of its own: this one may have been cancelled, and would not sleep.
        while process.isRunning, ContinuousClock.now < deadline {
            await Task.detached { try? await Task.sleep(for: .milliseconds(10)) }.value
        }
        kill(-group, SIGKILL)
    }
}
