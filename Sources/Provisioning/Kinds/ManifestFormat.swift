package import Documents

/// The form of a kind's manifests.
///
/// Reader, schema and template say the same; a test holds them together.
package struct ManifestFormat: Sendable {
    /// What every manifest of ours begins with.
    package static let apiVersion = "sluice/v1"

    /// The `kind` of the manifest.
    package let kind: String
    /// The JSON Schema of `spec`.
    package let spec: JSONValue
    /// A commented manifest to fill in.
    package let template: String

    package init(kind: String, spec: JSONValue, template: String) {
        self.kind = kind
        self.spec = spec
        self.template = template
    }

    /// The JSON Schema of the whole manifest (draft 2020-12), for editors.
    package var schema: JSONValue {
        [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
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
