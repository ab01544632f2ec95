import Documents
import Wording

// The faults that only a manifest can have.
extension Fault {
    static func monthsOfPayAsYouGo(_ reader: NodeReader) -> Self {
        Self(
            id: "months-of-pay-as-you-go",
            at: reader.node.place,
            path: reader.path,
            found: reader.node.shown,
            allowed: LocalizedText("no months, or method: subscription", zh: "不写 months，或 method: subscription"),
            message: LocalizedText(
                "pay-as-you-go has no months; \(reader.node.shown) is given", zh: "按量付费没有购买月数；给出了 \(reader.node.shown)")
        )
    }

    static func noProject(_ reader: NodeReader) -> Self {
        Self(
            id: "no-project",
            at: reader.node.place,
            path: reader.path,
            found: "[]",
            allowed: LocalizedText("at least one project", zh: "至少一个项目"),
            message: LocalizedText("there is no project in []", zh: "[] 中没有项目")
        )
    }

    static func repeatedProject(_ reader: NodeReader) -> Self {
        Self(
            id: "repeated-project",
            at: reader.node.place,
            path: reader.path,
            found: reader.node.shown,
            allowed: LocalizedText("each name once", zh: "每个名称只用一次"),
            message: LocalizedText(
                "two projects have the name \(reader.node.shown)", zh: "有两个项目同名：\(reader.node.shown)")
        )
    }

    static func projectsPassCluster(_ asked: Int, free: ComputeUnits, _ reader: NodeReader) -> Self {
        Self(
            id: "projects-pass-cluster",
            at: reader.node.place,
            path: reader.path,
            found: String(asked),
            allowed: LocalizedText("at most \(free.count) CU together", zh: "合计至多 \(free.count) CU"),
            message: LocalizedText(
                "the projects ask for \(asked) CU; the cluster has \(free.count)",
                zh: "各项目共需 \(asked) CU；集群只有 \(free.count) CU"
            )
        )
    }

    static func clusterPassesMaster(
        _ units: ComputeUnits, bound: ComputeUnits, of model: MachineModel, _ reader: NodeReader
    ) -> Self {
        Self(
            id: "cluster-passes-master",
            at: reader.node.place,
            path: reader.path,
            found: String(units.count),
            allowed: LocalizedText(
                "at most \(bound.count) CU with masters \(model.rawValue)",
                zh: "Master 为 \(model.rawValue) 时至多 \(bound.count) CU"
            ),
            message: LocalizedText(
                "the slaves make \(units.count) CU; masters \(model.rawValue) carry at most \(bound.count)",
                zh: "各 Slave 共 \(units.count) CU；\(model.rawValue) 的 Master 至多支持 \(bound.count) CU"
            )
        )
    }
}
