/// What somebody asks to do, as RAM sees it.
package struct AccessRequest: Sendable {
    /// `vpc:DescribeVpcs`.
    package let action: String
    /// `acs:vpc:cn-beijing:1234567890123456:vpc/vpc-prod`; parts that are not known are `*`.
    package let resource: String
    /// What conditions compare, by key: `acs:SourceIp` and the like.
    package let context: [String: String]
    /// The action as it is compared: without regard to case.
    let comparedAction: [Unicode.Scalar]
    /// The resource as it is compared: with regard to case, but for the names of roles.
    let comparedResource: [Unicode.Scalar]
    /// Whether it is a resource of RAM, whose names are compared without regard to case.
    let isOfAccessManagement: Bool

    package init(_ action: String, on resource: String, context: [String: String] = [:]) {
        self.action = action
        self.resource = resource
        isOfAccessManagement = resource.hasPrefix("acs:ram:")
        comparedAction = Array(action.lowercased().unicodeScalars)
        comparedResource = Array((isOfAccessManagement ? resource.lowercased() : resource).unicodeScalars)
        self.context = Dictionary(context.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
    }
}
