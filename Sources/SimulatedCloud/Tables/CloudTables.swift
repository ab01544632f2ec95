import RealtimeCompute

/// All that there is in a simulated cloud, but for its settings: a table for every kind of thing.
struct CloudTables: Codable, Equatable, Sendable {
    var zones = Table<Zone>()
    var vpcs = Table<VPC>()
    var vSwitches = Table<VSwitch>()
    var buckets = Table<Bucket>()
    /// Grants take time to show, so that roles and policies remember what they were.
    var roles = Table<Remembered<RoleRecord>>()
    var policies = Table<Remembered<PolicyRecord>>()
    var purchases = Table<PurchaseRecord>()
    var sharedPurchases = Table<SharedPurchaseRecord>()
    var renewals = Table<RenewalRecord>()
    var instances = Table<InstanceRecord>()
    var clusters = Table<ClusterRecord>()
    var projects = Table<ProjectRecord>()
    var queues = Table<QueueRecord>()
    var looseProjects = Table<LooseProjectRecord>()
    var sharedProjects = Table<SharedProjectRecord>()
    var workspaces = Table<WorkspaceRecord>()
    var tickets = Table<TicketRecord>()
    var accessKeys = Table<AccessKeyRecord>()
    var users = Table<UserRecord>()
    var securityGroups = Table<SecurityGroupRecord>()
    var networkInterfaces = Table<NetworkInterfaceRecord>()
    /// Objects of buckets, less what is in them.
    var objects = Table<ObjectRecord>()
    /// What was asked for with tokens that make asking again harmless.
    var clientTokens = Table<ClientTokenRecord>()
    var answeredTokens = Table<AnsweredTokenRecord>()
    /// Faults still to come, in the order in which they were added.
    var callFaults = Table<ScriptedFault>()
    /// Requests whose answer was lost and that have yet to take effect.
    var lateRequests = Table<LateRequest>()

    /// Has `visitor` visit every table, in the order of their declaration.
    ///
    /// Not by key paths: the runtime would have to look up the types of all tables, which takes longer than most calls.
    mutating func visit(with visitor: some TableVisitor) throws {
        try visitor.visit(&zones)
        try visitor.visit(&vpcs)
        try visitor.visit(&vSwitches)
        try visitor.visit(&buckets)
        try visitor.visit(&roles)
        try visitor.visit(&policies)
        try visitor.visit(&purchases)
        try visitor.visit(&sharedPurchases)
        try visitor.visit(&renewals)
        try visitor.visit(&instances)
        try visitor.visit(&clusters)
        try visitor.visit(&projects)
        try visitor.visit(&queues)
        try visitor.visit(&looseProjects)
        try visitor.visit(&sharedProjects)
        try visitor.visit(&workspaces)
        try visitor.visit(&tickets)
        try visitor.visit(&accessKeys)
        try visitor.visit(&users)
        try visitor.visit(&securityGroups)
        try visitor.visit(&networkInterfaces)
        try visitor.visit(&objects)
        try visitor.visit(&clientTokens)
        try visitor.visit(&answeredTokens)
        try visitor.visit(&callFaults)
        try visitor.visit(&lateRequests)
    }
}

/// Does something with every table of a cloud, whatever it holds.
protocol TableVisitor {
    func visit<Record: TableRecord>(_ table: inout Table<Record>) throws
}
