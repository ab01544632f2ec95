/// A whole walk of an order by the program itself, command by command, on a clock that stands still between jumps.
struct Walk: Sendable {
    /// One command of a walk.
    struct Step: Sendable {
        let arguments: [String]
        /// Whether Sluice does it, and may be killed in it; else it is done to the world, once.
        let isOurs: Bool

        static func sluice(_ arguments: String...) -> Self { Self(arguments: arguments, isOurs: true) }
        static func world(_ arguments: String...) -> Self { Self(arguments: ["cloud"] + arguments, isOurs: false) }
    }

    let name: String
    let world: String
    let manifest: String
    let steps: [Step]

    /// Every walk, by what happens on it.
    static let all = [happy, blocked, lostAnswer, overdue, twoProjects]

    static let happy = Self(
        name: "happy", world: world(), manifest: manifest(projects: "{ name: risk_rt, computeUnits: 30 }"),
        steps: bought + started + finished)

    static let blocked = Self(
        name: "blocked and mended", world: world(acl: "public-read"),
        manifest: manifest(projects: "{ name: risk_rt, computeUnits: 30 }"),
        steps: [
            .sluice("order", "place", "manifest.yaml"), .sluice("order", "confirm", "risk", "--despite-findings"),
            advance, advance, .world("set", "bucket/risk-udf", "acl=private"),
        ] + started + finished)

    static let lostAnswer = Self(
        name: "lost purchase answer", world: world(extra: "\n  visibility: { orders: 2m }"),
        manifest: manifest(projects: "{ name: risk_rt, computeUnits: 30 }"),
        steps: [
            .world("fault", "add", "purchase:timeout-after"), .sluice("order", "place", "manifest.yaml", "--confirm"),
            advance, advance, .world("clock", "advance", "3m"), advance,
        ] + started + finished)

    static let overdue = Self(
        name: "overdue", world: world(), manifest: manifest(projects: "{ name: risk_rt, computeUnits: 30 }"),
        steps: [.world("fault", "add", "cluster:stall")] + bought + started + [
            .world("clock", "advance", "61m"), advance, advance, .world("fault", "clear"),
        ] + finished)

    static let twoProjects = Self(
        name: "two projects", world: world(),
        manifest: manifest(projects: "{ name: risk_rt, computeUnits: 20 }, { name: risk_ml, computeUnits: 10 }"),
        steps: bought + started + finished + [advance])

    private static let advance = Step.sluice("advance", "risk")
    private static let bought = [Step.sluice("order", "place", "manifest.yaml", "--confirm"), advance]
    /// Inspected, and the cluster asked for.
    private static let started = [advance, advance]
    /// Running, and the project created.
    private static let finished = [Step.world("clock", "advance", "35m"), advance, advance]

    private static func world(acl: String = "private", extra: String = "") -> String {
        """
        apiVersion: sluice/v1
        kind: World
        spec:
          account: { id: "1234567890123456" }
          clock: { start: 2021-04-01T09:00:00+08:00, speed: 0 }
          regions:
            - { id: cn-beijing, zones: [ { id: cn-beijing-f, stock: { Ecs_4c16g: 20, Ecs_8c32g: 100 } } ] }
          vpcs: [ { id: vpc-prod, name: prod, region: cn-beijing, cidr: 172.16.0.0/12 } ]
          vSwitches:
            - { id: vsw-1, vpc: vpc-prod, zone: cn-beijing-f, cidr: 172.16.8.0/24, freeAddresses: 200 }
          buckets: [ { name: risk-udf, region: cn-beijing, acl: \(acl) } ]
          roles:
            - { name: AliyunStreamDefaultRole, trusts: [ stream.aliyuncs.com ], policies: [ AliyunStreamRolePolicy ] }
        """ + extra + "\n"
    }

    private static func manifest(projects: String) -> String {
        """
        apiVersion: sluice/v1
        kind: ExclusiveOrder
        metadata: { name: risk }
        spec:
          region: cn-beijing
          billing: { method: subscription, months: 12 }
          masters: { model: Ecs_4c16g, count: 3 }
          slaves: { model: Ecs_8c32g, count: 6 }
          cluster: { name: risk_cluster, zone: cn-beijing-f, vpc: vpc-prod, vSwitch: vsw-1, bucket: risk-udf }
          projects: [ \(projects) ]

        """
    }
}
