package import Documents

extension Registry {
    /// The JSON Schema of a manifest of any kind: exactly one of the kinds'.
    ///
    /// One schema, so that an editor can be told once to use it for every manifest; each kind's is told from the others'
    /// by its `kind`.
    package var schema: JSONValue {
        [
            "$schema": .text(ManifestFormat.schemaDialect),
            "title": "Sluice",
            "oneOf": .list(kinds.map { .object($0.manifest.body) }),
        ]
    }
}
