import Foundation
import Testing
import TransparencyLog

struct NoteTests {
    /// The example of Go's `note` package, whose form C2SP signed-note is.
    private static let text = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        """
    private static let secret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    private static let verifier = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    private static let signature =
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="

    @Test func `the published key and note verify`() throws {
        let key = try #require(SigningKey(Self.secret))
        let verifier = try #require(VerifierKey(Self.verifier))
        #expect(key.verifier == verifier)
        #expect(key.secretText == Self.secret)
        #expect(verifier.description == Self.verifier)
        let note = try SignedNote(parsing: Self.text + "\n\u{2014} PeterNeumann \(Self.signature)\n")
        #expect(note.text == Self.text)
        #expect(note.isSigned(by: verifier))
        #expect(note.description == Self.text + "\n\u{2014} PeterNeumann \(Self.signature)\n")
        #expect(SignedNote(Self.text, signedBy: key).isSigned(by: verifier))
    }

    /// A checkpoint of Go's checksum database, with the key that is built into the go command.
    @Test func `a published checkpoint of a public log verifies`() throws {
        let key = try #require(VerifierKey("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"))
        let text = """
            go.sum database tree
            6476701
            mb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=

            \u{2014} sum.golang.org Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=

            """
        let signed = try #require(SignedCheckpoint(parsing: text))
        #expect(signed.note.isSigned(by: key))
        #expect(signed.checkpoint.origin == "go.sum database tree")
        #expect(signed.checkpoint.size == 6_476_701)
        #expect(signed.note.description == text)
        let forged = try #require(SignedCheckpoint(parsing: text.replacing("6476701", with: "6476702")))
        #expect(!forged.note.isSigned(by: key))
    }

    /// The example of C2SP tlog-checkpoint, whose key is not published.
    @Test func `the checkpoint of the specification is read`() throws {
        let signed = try #require(
            SignedCheckpoint(
                parsing: """
                    example.com/behind-the-sofa
                    20852163
                    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

                    \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=

                    """))
        #expect(signed.checkpoint.origin == "example.com/behind-the-sofa")
        #expect(signed.checkpoint.size == 20_852_163)
    }

    @Test func `signatures of others are kept, and do not count`() throws {
        let key = SigningKey(name: "log")
        let stranger = SigningKey(name: "log")
        let note = SignedNote("text\n", signedBy: key, stranger)
        let read = try SignedNote(parsing: note.description)
        #expect(read == note)
        #expect(read.isSigned(by: key.verifier))
        #expect(!read.isSigned(by: SigningKey(name: "log").verifier))
        #expect(!SignedNote("text\n", signedBy: stranger).isSigned(by: key.verifier))
    }

    @Test(arguments: [
        ("", MalformedNote.noSignatures), ("text\n", .noSignatures), ("text\n\n", .malformedSignature),
        ("text\n\nno signature\n", .malformedSignature), ("text\n\n\u{2014} log AAAA\n", .malformedSignature),
        ("text\n\n\u{2014} lo+g AAAAAAAA\n", .malformedSignature),
        ("te\u{0}xt\n\n\u{2014} log AAAAAAAA\n", .controlCharacter),
        ("text\n\n\u{2014} log AAAAAAAA", .noSignatures), ("\n\n\u{2014} log AAAAAAAA\n", .noText),
        (String(repeating: "x", count: 1 << 20) + "\n\n\u{2014} log AAAAAAAA\n", .tooLarge),
    ])
    func `what is no note is refused`(text: String, reason: MalformedNote) {
        #expect(throws: reason) { try SignedNote(parsing: text) }
    }

    @Test(arguments: [
        "", "a+b", "log+00000000+AAAA", "lo g+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        // Another name, another id, another kind of key, a byte too few.
        "log+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhpcQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy",
    ])
    func `what is no key is refused`(text: String) {
        #expect(VerifierKey(text) == nil)
        #expect(SigningKey("PRIVATE+KEY+" + text) == nil)
    }

    @Test(arguments: [
        "log\n1\n", "log\n01\n" + hash + "\n", "log\n-1\n" + hash + "\n", "log\n1\nAAAA\n", "log\n1\n" + hash,
        "\n1\n" + hash + "\n", "log\n1\n" + hash + "\n\n",
    ])
    func `what is no checkpoint is refused`(text: String) {
        #expect(Checkpoint(text) == nil)
    }

    private static let hash = MerkleHash.empty.base64
}

struct LogProofTests {
    private static let key = SigningKey(name: "log")
    private static let tree = TreeInMemory(Reference.leaves)

    private static func checkpoint(_ size: Int) throws -> SignedCheckpoint {
        SignedCheckpoint(Checkpoint(origin: "log", size: size, root: try tree.root(ofFirst: size)), signedBy: key)
    }

    @Test(arguments: [nil, Data("leaf".utf8)])
    func `a proof is written as C2SP tlog-proof has it, and read back`(leaf: Data?) throws {
        let checkpoint = try Self.checkpoint(8)
        let proof = LogProof(try Self.tree.inclusionProof(of: 5, inFirst: 8), to: checkpoint, leaf: leaf)
        let lines = proof.description.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let extra = leaf == nil ? 0 : 1
        #expect(lines[0] == "c2sp.org/tlog-proof@v1")
        if leaf != nil { #expect(lines[1] == "extra bGVhZg==") }
        #expect(lines[1 + extra] == "index 5")
        #expect(lines[5 + extra] == "")
        #expect(proof.description.hasSuffix("\n\n" + checkpoint.note.description))
        #expect(LogProof(parsing: proof.description) == proof)
        for text in ["", "c2sp.org/tlog-proof@v1\n", proof.description.replacing("index 5", with: "index 05")] {
            #expect(LogProof(parsing: text) == nil)
        }
    }

    @Test func `a proof of growth is read back`() throws {
        let growth = LogGrowth(try Self.tree.consistencyProof(from: 3, to: 7), to: try Self.checkpoint(7))
        #expect(growth.description.hasPrefix("old 3\n"))
        #expect(LogGrowth(parsing: growth.description) == growth)
        #expect(LogGrowth(parsing: growth.description.replacing("old 3", with: "old x")) == nil)
    }

    @Test func `a change of key is signed by both keys that it names`() throws {
        let new = SigningKey(name: "log")
        let change = KeyChange(from: Self.key, to: new)
        #expect(KeyChange(parsing: change.note.description) == change)
        let onlyOld = SignedNote(change.note.text, signedBy: Self.key)
        let onlyNew = SignedNote(change.note.text, signedBy: new)
        #expect(KeyChange(parsing: onlyOld.description) == nil)
        #expect(KeyChange(parsing: onlyNew.description) == nil)
    }
}
