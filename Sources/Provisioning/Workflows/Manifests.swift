package import Documents
import RealtimeCompute
package import Wording
package import Workflow
package import WorkflowEngine

/// A manifest that was read: what is asked for, and the kind that knows how to get it.
package protocol AnyManifest: Sendable {
    /// The name that it gives its workflow.
    var name: String { get }
    /// Looks at all that it rests on; changes nothing.
    func preview(in environment: Environment) async throws -> any AnyPreview
    /// What else it might name; `nil` where there is nothing to choose.
    func choices(in environment: Environment) async throws -> Choices?
}

/// A manifest whose surroundings have been looked at.
package protocol AnyPreview: Sendable {
    var name: String { get }
    /// What was seen.
    var report: PreviewReport { get }
    /// The first transition of the workflow that is asked for.
    ///
    /// - Throws: the definition's refusal.
    func placement(as id: WorkflowID, in environment: Environment, by actor: Actor) throws -> Commit
}

private struct Manifest<K: Kind>: AnyManifest {
    let kind: K
    let request: K.Request

    var name: String { kind.name(of: request) }

    func preview(in environment: Environment) async throws -> any AnyPreview {
        Preview(manifest: self, preview: try await kind.preview(request, in: environment))
    }

    func choices(in environment: Environment) async throws -> Choices? {
        try await kind.choices(for: request, in: environment)
    }
}

private struct Preview<K: Kind>: AnyPreview {
    let manifest: Manifest<K>
    let preview: K.Preview

    var name: String { manifest.name }
    var report: PreviewReport { manifest.kind.report(preview) }

    func placement(as id: WorkflowID, in environment: Environment, by actor: Actor) throws -> Commit {
        let event = manifest.kind.placement(of: manifest.request, after: preview, as: id, in: environment)
        return try Placement<K.Definition>(
            of: id, named: name, on: event, in: environment.cloud.id.rawValue, by: actor, at: environment.now
        ).commit
    }
}

extension Registry {
    /// Reads manifests of any kind.
    ///
    /// - Throws: ``InvalidDocument`` with every fault of the one document that has some, ``InvalidDocuments`` if several
    ///   have.
    package func manifests(in documents: [Document]) throws -> [any AnyManifest] {
        var manifests: [any AnyManifest] = []
        var invalid: [InvalidDocument] = []
        var names: Set<String> = []
        for document in documents {
            do throws(InvalidDocument) {
                let manifest = try self.manifest(in: document)
                guard names.insert(manifest.name).inserted else {
                    throw InvalidDocument(
                        source: document.source, faults: [.repeatedName(manifest.name, in: document.root)])
                }
                manifests.append(manifest)
            } catch {
                invalid.append(error)
            }
        }
        if invalid.count == 1 { throw invalid[0] }
        guard invalid.isEmpty else { throw InvalidDocuments(documents: invalid) }
        return manifests
    }

    /// Reads a manifest of any kind.
    package func manifest(in document: Document) throws(InvalidDocument) -> any AnyManifest {
        func read<K: Kind>(_ kind: K) throws(InvalidDocument) -> any AnyManifest {
            Manifest(kind: kind, request: try kind.read(document))
        }
        return try read(try kind(of: document))
    }

    /// The kind that a manifest names; of one that names none the first, whose reader says what is missing.
    func kind(of document: Document) throws(InvalidDocument) -> any Kind {
        guard let node = document.root.field("kind"), case .text(let name) = node.content else { return kinds[0] }
        guard let kind = kinds.first(where: { $0.manifest.kind == name }) else {
            throw InvalidDocument(
                source: document.source,
                faults: [.unknownValue(node, known: kinds.map(\.manifest.kind), path: "kind")])
        }
        return kind
    }
}

/// Several documents that cannot be used, each with everything that is wrong with it.
package struct InvalidDocuments: Explained, Equatable {
    package let documents: [InvalidDocument]

    package init(documents: [InvalidDocument]) {
        self.documents = documents
    }

    package var code: String { "invalid-document" }

    package var message: LocalizedText {
        let count = documents.map(\.faults.count).reduce(0, +)
        return LocalizedText(
            "\(documents.count) documents have \(count) faults", zh: "\(documents.count) 份文档有 \(count) 处错误")
    }

    package var hint: LocalizedText { documents[0].hint }
}

extension Fault {
    fileprivate static func repeatedName(_ name: String, in root: Node) -> Self {
        Self(
            id: "repeated-name", at: root.field("metadata")?.field("name")?.place ?? root.place,
            path: "metadata.name", found: name,
            allowed: LocalizedText("a name that no other of these manifests has", zh: "各清单名称互不相同"),
            message: LocalizedText("another of these manifests is named \(name)", zh: "另一份清单的名称也是 \(name)"))
    }
}
