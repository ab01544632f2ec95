import AlibabaWire
import Documents
import Foundation
import Wording

/// A program of the user's that prints keys: the mode `External` of a profile.
struct ExternalProgram {
    let origin: String
    let context: CredentialContext

    /// It has so long, in seconds.
    var patience = 60.0
    /// No keys are longer, in bytes.
    private static let largestOutput = 1 << 20

    func key(from command: String) async throws -> FoundKey {
        let words = command.split(separator: " ").map(String.init)
        guard let name = words.first else { throw UnusableCredentials.unusable(origin, "its process_command is empty") }
        let process = Process()
        // By the user's own path, as a shell would find it.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw UnusableCredentials.unusable(origin, "\(name.printable()) cannot be run")
        }
        // Foundation has each program lead a group of its own: whatever it has started, and holds its output open, goes too.
        let group = process.processIdentifier
        let clock = DispatchSource.makeTimerSource()
        clock.setEventHandler { kill(-group, SIGKILL) }
        clock.schedule(deadline: .now() + patience)
        clock.resume()
        defer { clock.cancel() }
        var data = Data()
        do {
            while data.count <= Self.largestOutput,
                let more = try output.fileHandleForReading.read(upToCount: Self.largestOutput), !more.isEmpty
            {
                data += more
            }
        } catch {
            kill(-group, SIGKILL)
            throw UnusableCredentials.unusable(origin, "what \(name.printable()) prints cannot be read")
        }
        // It may still be printing.
        if data.count > Self.largestOutput { kill(-group, SIGKILL) }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw UnusableCredentials.unusable(
                origin, "\(name.printable()) ended with status \(process.terminationStatus)")
        }
        let fields = AnswerField(try? JSONDecoder().decode(JSONValue.self, from: data), at: name, ofChange: false)
        guard let id = fields["access_key_id"].optionalText, let secret = fields["access_key_secret"].optionalText
        else {
            throw UnusableCredentials.unusable(
                origin, "\(name.printable()) printed no JSON with access_key_id and access_key_secret")
        }
        let key = AccessKey(id: id, secret: secret, securityToken: fields["sts_token"].optionalText)
        return FoundKey(key: key, expiresAt: fields["expiration"].optionalTime, origin: origin)
    }
}
