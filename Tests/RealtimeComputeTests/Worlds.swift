import Documents
import Foundation
import RealtimeCompute
import Workflow

@testable import SimulatedCloud

/// Simulated clouds to look at prerequisites in.
enum Worlds {
    /// A world in which everything holds for ``Faults/manifest``, exactly.
    static let exact = """
        apiVersion: sluice/v1
        kind: World
        spec:
          account: { id: "1234567890123456" }
          clock: { start: 2021-04-01T09:00:00+08:00, speed: 0 }
          regions:
            - id: cn-beijing
              zones: [ { id: cn-beijing-f, stock: { Ecs_4c16g: 3, Ecs_8c32g: 6 } } ]
          vpcs: [ { id: vpc-prod, name: prod, region: cn-beijing, cidr: 172.16.0.0/12 } ]
          vSwitches: [ { id: vsw-1, vpc: vpc-prod, zone: cn-beijing-f, cidr: 172.16.8.0/24, freeAddresses: 9 } ]
          buckets: [ { name: risk-udf, region: cn-beijing } ]
          roles: [ { name: aliyunstreamdefaultrole, trusts: [ stream.aliyuncs.com ], policies: [ AliyunStreamRolePolicy ] } ]
        """

    static let start = Timestamp(millisecondsSince1970: 1_617_238_800_000)

    static func cloud() throws -> SimulatedCloud {
        let state = try WorldFile.read(
            try Document(text: exact, source: "world"), id: "simulated-test", realNow: start)
        return try SimulatedCloud(inMemory: state, realNow: { start }, newRequestID: { "R" })
    }
}

extension SimulatedCloud {
    /// Changes resources as `sluice cloud set` does: `vswitch/vsw-1 freeAddresses=8`.
    func set(_ changes: String...) throws {
        for line in changes {
            let words = line.split(separator: " ").map(String.init)
            let fields = try words.dropFirst().map { word in
                let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                return (halves[0], halves[1].isEmpty ? Node.null : try Document(text: halves[1], source: word).root)
            }
            try change { state, now, realNow in
                try state.set(words[0], Node.object(of: fields), at: now, realNow: realNow)
            }
        }
    }
}
