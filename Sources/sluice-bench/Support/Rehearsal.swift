/// The world in which orders are measured, and what they ask for.
enum Rehearsal {
    /// A cloud whose time stands still, that can carry 100,000 orders.
    static func world(clusterStart: String) -> String {
        """
        apiVersion: sluice/v1
        kind: World
        spec:
          account: { id: "1234567890123456" }
          clock: { start: 2021-04-01T09:00:00+08:00, speed: 0 }
          regions:
            - { id: cn-beijing, zones: [ { id: cn-beijing-f, stock: { Ecs_4c16g: 1000000, Ecs_8c32g: 1000000 } } ] }
          vpcs: [ { id: vpc-prod, name: prod, region: cn-beijing, cidr: 172.16.0.0/12 } ]
          vSwitches:
            - { id: vsw-1, vpc: vpc-prod, zone: cn-beijing-f, cidr: 172.16.0.0/12, freeAddresses: 1000000 }
          buckets: [ { name: risk-udf, region: cn-beijing } ]
          roles:
            - { name: AliyunStreamDefaultRole, trusts: [ stream.aliyuncs.com ], policies: [ AliyunStreamRolePolicy ] }
          clusterStart: { duration: \(clusterStart) }
          sales: { exclusive: { closes: null } }
        """
    }

    /// An order of nine nodes with a project; no two share a name.
    static func manifest(named name: String) -> String {
        """
        apiVersion: sluice/v1
        kind: ExclusiveOrder
        metadata: { name: \(name) }
        spec:
          region: cn-beijing
          billing: { method: subscription, months: 12 }
          masters: { model: Ecs_4c16g, count: 3 }
          slaves: { model: Ecs_8c32g, count: 6 }
          cluster: { name: cluster_\(name), zone: cn-beijing-f, vpc: vpc-prod, vSwitch: vsw-1, bucket: risk-udf }
          projects: [ { name: project_\(name), computeUnits: 30 } ]
        """
    }
}
