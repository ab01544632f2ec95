extension ExclusiveOrderScenario {
    /// Every walk, by what happens on it.
    package var walks: [Walk] {
        [Self.happy, Self.blocked, Self.lostAnswer, Self.overdue, Self.twoProjects, Self.together]
    }

    private static let happy = walk("happy", steps: bought + started + finished)

    private static let blocked = walk(
        "blocked and mended", world: world(acl: "public-read"),
        steps: [
            .sluice("order", "place", "manifest.yaml"), .sluice("order", "confirm", "risk", "--despite-findings"),
            advance, advance, .world("set", "bucket/risk-udf", "acl=private"),
        ] + started + finished)

    private static let lostAnswer = walk(
        "lost purchase answer", world: world(extra: "\n  visibility: { orders: 2m }"),
        steps: [
            .world("fault", "add", "purchase:timeout-after"), .sluice("order", "place", "manifest.yaml", "--confirm"),
            advance, advance, .world("clock", "advance", "3m"), advance,
        ] + started + finished)

    private static let overdue = walk(
        "overdue",
        steps: [.world("fault", "add", "cluster:stall")] + bought + started + [
            .world("clock", "advance", "61m"), advance, advance, .world("fault", "clear"),
        ] + finished, isInVendorAPI: false)

    private static let twoProjects = walk(
        "two projects", projects: "{ name: risk_rt, computeUnits: 20 }, { name: risk_ml, computeUnits: 10 }",
        steps: bought + started + finished + [advance])

    /// Several orders that move at the same time, whose transitions are committed together.
    private static let together = Walk(
        name: "together", world: world(),
        manifests: Dictionary(
            uniqueKeysWithValues: names.map { name in
                ("\(name).yaml", manifest(projects: "{ name: \(name)_rt, computeUnits: 30 }", named: name))
            }), of: names[0], beside: Array(names.dropFirst()), to: "provisioned", answers: answers,
        steps: [
            .sluice("order", "place", "risk.yaml", "ads.yaml", "etl.yaml", "--confirm"), .sluice("run"),
            .world("clock", "advance", "35m"), .sluice("run"),
        ])

    private static let names = ["risk", "ads", "etl"]

    private static let advance = Walk.Step.sluice("advance", "risk")
    private static let bought = [Walk.Step.sluice("order", "place", "manifest.yaml", "--confirm"), advance]
    /// Inspected, and the cluster asked for.
    private static let started = [advance, advance]
    /// Running, and the project created.
    private static let finished = [Walk.Step.world("clock", "advance", "35m"), advance, advance]

    /// Beside its confirmation a crash leaves one question: the intent was committed, and the request never left.
    private static let answers = [
        "confirm": ["order", "confirm", "risk", "--despite-findings"],
        "account-for-purchase": ["order", "repurchase", "risk", "--reason", "it never left"],
    ]

    private static func walk(
        _ name: String, world: String = world(), projects: String = "{ name: risk_rt, computeUnits: 30 }",
        steps: [Walk.Step], isInVendorAPI: Bool = true
    ) -> Walk {
        Walk(
            name: name, world: world, manifests: ["manifest.yaml": manifest(projects: projects)], of: "risk",
            to: "provisioned", answers: answers, steps: steps, isInVendorAPI: isInVendorAPI)
    }

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

    private static func manifest(projects: String, named name: String = "risk") -> String {
        """
        apiVersion: sluice/v1
        kind: ExclusiveOrder
        metadata: { name: \(name) }
        spec:
          region: cn-beijing
          billing: { method: subscription, months: 12 }
          masters: { model: Ecs_4c16g, count: 3 }
          slaves: { model: Ecs_8c32g, count: 6 }
          cluster: { name: \(name)_cluster, zone: cn-beijing-f, vpc: vpc-prod, vSwitch: vsw-1, bucket: risk-udf }
          projects: [ \(projects) ]

        """
    }
}
