import Foundation
public import Testing

/// A file that holds what something is expected to be, to the byte.
public enum Golden {
    /// Compares `text` with the file `name` in the folder `Goldens` beside the test.
    ///
    /// A file that is missing is recorded from `text`, and the test fails once, so that nobody records by accident.
    public static func expect(
        _ text: String, is name: String, of testFile: String = #filePath, at location: SourceLocation = #_sourceLocation
    ) throws {
        let folder = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent("Goldens")
        let file = folder.appendingPathComponent(name)
        guard FileManager.default.fileExists(atPath: file.path) else {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            Issue.record("recorded \(name): look at it, commit it, and run again", sourceLocation: location)
            return
        }
        let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(
            text == expected, "it differs from \(name); if that is right, delete the file", sourceLocation: location)
    }

    /// The text of the golden `name`.
    public static func text(_ name: String, of testFile: String = #filePath) throws -> String {
        let folder = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent("Goldens")
        return String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
    }
}
