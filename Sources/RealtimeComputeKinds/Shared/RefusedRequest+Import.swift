import Provisioning
import RealtimeCompute
import Wording

// Why something that exists cannot be taken over.
extension RefusedRequest {
    static func missing(_ resource: String, in regions: [RegionID]) -> Self {
        let list = regions.map(\.rawValue).joined(separator: ", ")
        return Self(
            "nothing-there",
            LocalizedText("there is no \(resource) that can be seen in \(list)", zh: "在 \(list) 中看不到 \(resource)"),
            hint: LocalizedText(
                "Compare the id with the vendor's console, or say where it lies: --region REGION.",
                zh: "请与控制台核对标识，或指明地域：--region REGION。"))
    }

    static func owned(_ instance: Instance, by name: String) -> Self {
        Self(
            "already-owned",
            LocalizedText(
                "instance \(instance.id), bought with \(instance.orderNumber), belongs to order \(name)",
                zh: "实例 \(instance.id)（购买 \(instance.orderNumber)）属于订单 \(name)"),
            hint: LocalizedText("See it: sluice order show \(name).", zh: "查看：sluice order show \(name)。"))
    }

    static func severalProjects(_ instance: InstanceID, _ projects: [ProjectName]) -> Self {
        let list = projects.map(\.rawValue).joined(separator: ", ")
        return Self(
            "several-projects",
            LocalizedText(
                "several projects may be the one on instance \(instance), and the cloud does not tell: \(list)",
                zh: "多个项目可能位于实例 \(instance) 上，云端不提供对应关系：\(list)"),
            hint: LocalizedText(
                "Say which in a manifest: --manifest FILE; sluice order new SharedOrder prints one.",
                zh: "请用清单指明：--manifest FILE；sluice order new SharedOrder 可打印模板。"))
    }

    static func projectNeeded(_ instance: InstanceID) -> Self {
        Self(
            "manifest-needed",
            LocalizedText(
                "no project of instance \(instance) can be seen: which is wanted has to be said",
                zh: "实例 \(instance) 上看不到项目：需说明所需的项目"),
            hint: LocalizedText(
                "Give --manifest FILE, its purchase as it was bought; sluice order new SharedOrder prints one.",
                zh: "请给出 --manifest FILE，购买部分须与实际一致；sluice order new SharedOrder 可打印模板。"))
    }

    static func released(_ instance: InstanceID) -> Self {
        Self(
            "released", LocalizedText("instance \(instance) has been released", zh: "实例 \(instance) 已释放"),
            hint: LocalizedText("Nothing brings it back: place a new order.", zh: "无法恢复：请新建订单。"))
    }

    static func lost(_ cluster: Cluster) -> Self {
        Self(
            "cluster-lost",
            LocalizedText(
                "cluster \(cluster.name) (\(cluster.id)) is \(cluster.status.title)",
                zh: "集群 \(cluster.name)（\(cluster.id)）状态为 \(cluster.status.title)"),
            hint: LocalizedText(
                "A cluster that fails, or is going or gone, cannot be taken over.", zh: "失败、正在释放或已释放的集群无法接管。"))
    }

    static func manifestNeeded(_ instance: InstanceID) -> Self {
        Self(
            "manifest-needed",
            LocalizedText(
                "no cluster can be seen on instance \(instance): what cluster and projects are wanted has to be said",
                zh: "实例 \(instance) 上看不到集群：需说明所需的集群和项目"),
            hint: LocalizedText(
                "Give --manifest FILE, its purchase as it was bought; sluice order new ExclusiveOrder prints one.",
                zh: "请给出 --manifest FILE，购买部分须与实际一致；sluice order new ExclusiveOrder 可打印模板。"))
    }

    static func instanceNeeded(_ cluster: Cluster) -> Self {
        Self(
            "instance-needed",
            LocalizedText(
                "the cloud does not tell on which instance cluster \(cluster.name) (\(cluster.id)) lies",
                zh: "云端不提供集群 \(cluster.name)（\(cluster.id)）所在的实例"),
            hint: LocalizedText(
                "Give the instance, and the cluster by a manifest: --instance ID --manifest FILE.",
                zh: "请给出实例，并用清单指明集群：--instance ID --manifest FILE。"))
    }

    static func differs(_ instance: InstanceID, in fields: [String]) -> Self {
        let list = fields.joined(separator: ", ")
        return Self(
            "manifest-differs",
            LocalizedText(
                "the manifest does not agree with instance \(instance): \(list)", zh: "清单与实例 \(instance) 不符：\(list)"),
            hint: LocalizedText("Mend these fields so that they say what exists.", zh: "请将这些字段改为与实际一致。"))
    }
}
