/// What somebody asks to do, as RAM sees it.
package struct AccessRequest: Sendable {
    /// `vpc:DescribeVpcs`.
    package let action: String
    /// `acs:vpc:cn-beijing:1234567890123456:vpc/vpc-prod`; parts that are not known are `*`.
    package let resource: String
    /// What conditions compare, by key: `acs:SourceIp` and the like.
    package let context: [String: String]

    package init(_ action: String, on resource: String, context: [String: String] = [:]) {
        self.action = action
        self.resource = resource
        self.context = Dictionary(context.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
    }
}
