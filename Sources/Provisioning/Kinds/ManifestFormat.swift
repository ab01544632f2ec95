package import Documents

/// The form of a kind's manifests.
///
/// Reader, schema and template say the same; a test holds them together.
package struct ManifestFormat: Sendable {
    /// What every manifest of ours begins with.
    package static let apiVersion = "sluice/v1"

    /// The `kind` of the manifest.
    package let kind: String
    private let makeSpec: @Sendable () -> JSONValue
    private let makeTemplate: @Sendable () -> String

    /// Schema and template are made when they are asked for, which few commands do.
    package init(
        kind: String, spec: @autoclosure @escaping @Sendable () -> JSONValue,
        template: @autoclosure @escaping @Sendable () -> String
    ) {
        self.kind = kind
        makeSpec = spec
        makeTemplate = template
    }

    /// A manifest of the kind that is called so.
    package static func manifest(_ kind: String, named name: String, spec: [String: JSONValue]) -> JSONValue {
        [
            "apiVersion": .text(apiVersion), "kind": .text(kind), "metadata": ["name": .text(name)],
            "spec": .object(spec),
        ]
    }

    /// The JSON Schema of `spec`.
    package var spec: JSONValue { makeSpec() }

    /// A commented manifest to fill in.
    package var template: String { makeTemplate() }

    /// The dialect of the schemas: draft 2020-12.
    static let schemaDialect = "https://json-schema.org/draft/2020-12/schema"

    /// The JSON Schema of the whole manifest, for editors.
    package var schema: JSONValue { .object(body.merging(["$schema": .text(Self.schemaDialect)]) { $1 }) }

    /// The schema without its dialect, which is said once, at the root.
    var body: [String: JSONValue] {
        [
            "title": .text(kind),
            "type": "object",
            "additionalProperties": false,
            "required": ["apiVersion", "kind", "metadata", "spec"],
            "properties": [
                "apiVersion": ["const": .text(Self.apiVersion)],
                "kind": ["const": .text(kind)],
                "metadata": [
                    "type": "object", "additionalProperties": false, "required": ["name"],
                    "properties": ["name": ["type": "string", "pattern": "^[a-z][a-z0-9_-]{0,62}$"]],
                ],
                "spec": spec,
            ],
        ]
    }
}
