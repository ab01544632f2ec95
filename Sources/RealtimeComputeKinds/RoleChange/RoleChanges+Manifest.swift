package import Documents
package import Provisioning
package import RealtimeCompute

extension RoleChanges {
    package var manifest: ManifestFormat {
        ManifestFormat(
            kind: RoleChangeRequest.kind,
            spec: Schema.object(
                [
                    "change": Schema.word("What is to become of the role.", of: RoleDeed.allCases.map(\.rawValue)),
                    "byHand": Schema.boolean(
                        "Whether the role is given a policy of the account's own and AliyunOSSFullAccess."),
                    "acceptOutage": Schema.boolean("Whether running jobs may lose their storage meanwhile."),
                    "way": Schema.integer("Of a repair: 1 completes, 2 deletes everything first.", 1...2),
                    "timing": Schema.timing,
                ], required: ["change"]), template: Self.template)
    }

    private static let template = """
        # A change of a role that the service assumes in this account.
        apiVersion: sluice/v1
        kind: RoleChange
        metadata:
          name: role-authorize
        spec:
          change: authorize              # or reinitialise, tighten, repair
          byHand: false                  # authorize, reinitialise: with a policy of the account's own
          acceptOutage: false            # reinitialise: running jobs may lose their storage
          way: 1                         # repair: 1 completes, 2 deletes everything first

        """

    package func read(_ manifest: Document) throws(InvalidDocument) -> RoleChangeRequest {
        try RoleChangeRequest.read(manifest)
    }
}
