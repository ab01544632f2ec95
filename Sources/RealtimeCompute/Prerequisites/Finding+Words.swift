package import Wording

extension Finding {
    /// What does not hold, in a sentence.
    package var message: LocalizedText {
        if let refusal, check != .clusterAccepted {
            return LocalizedText(
                "\(resource) may not be looked at: \(refusal.code), \(refusal.message)",
                zh: "无法查看 \(resource)：\(refusal.code)，\(refusal.message)"
            )
        }
        return sentence.followed(by: claimants)
    }

    private var sentence: LocalizedText {
        switch check {
        case .callerAccount:
            LocalizedText(
                "the caller is \(observed); only the account itself may buy and create projects",
                zh: "调用者是 \(observed)；只有主账号可以购买和创建项目"
            )
        case .saleOpen:
            LocalizedText("exclusive mode is no longer sold: \(observed)", zh: "独享模式已停售：\(observed)")
        case .vpcExists where observed == "absent":
            LocalizedText("\(resource) does not exist", zh: "\(resource) 不存在")
        case .vpcExists:
            LocalizedText(
                "\(resource) is in \(observed); the order is for \(required)",
                zh: "\(resource) 位于 \(observed)；订单要求 \(required)"
            )
        case .vpcNamed:
            LocalizedText(
                "\(resource) was never named; the service recognises only VPCs with a name of the user's own",
                zh: "\(resource) 未命名；服务只能识别自定义名称的专有网络"
            )
        case .vSwitchExists where observed == "absent":
            LocalizedText("\(resource) does not exist", zh: "\(resource) 不存在")
        case .vSwitchExists:
            LocalizedText(
                "\(resource) is in \(observed); the order is for \(required)",
                zh: "\(resource) 位于 \(observed)；订单要求 \(required)"
            )
        case .vSwitchAddresses:
            LocalizedText(
                "\(resource) has \(observed) addresses for this order; the cluster has \(required) nodes",
                zh: "\(resource) 可供本订单的地址 \(observed) 个；集群节点 \(required) 个"
            )
        case .stock:
            LocalizedText(
                "\(resource) has \(observed) instances for this order; the cluster needs \(required)",
                zh: "\(resource) 可供本订单的实例 \(observed) 台；集群需要 \(required) 台"
            )
        case .bucketExists where observed == "absent":
            LocalizedText("\(resource) does not exist", zh: "\(resource) 不存在")
        case .bucketExists:
            LocalizedText(
                "\(resource) is in \(observed); the order is for \(required)",
                zh: "\(resource) 位于 \(observed)；订单要求 \(required)"
            )
        case .bucketName:
            LocalizedText("the name \(observed) is not lawful: \(required)", zh: "存储空间名 \(observed) 不合规")
        case .bucketClass:
            LocalizedText(
                "\(resource) is of storage class \(observed); it must be \(required)",
                zh: "\(resource) 的存储类型为 \(observed)；必须为 \(required)"
            )
        case .bucketACL:
            LocalizedText(
                "\(resource) is \(observed); it must be \(required)",
                zh: "\(resource) 的读写权限为 \(observed)；必须为 \(required)"
            )
        case .bucketVersioning:
            LocalizedText(
                "\(resource) has versioning on: objects pile up and jobs later fail with OSSException",
                zh: "\(resource) 开启了版本控制：对象会堆积，作业日后会报 OSSException"
            )
        case .roleExists:
            LocalizedText("\(resource) does not exist", zh: "\(resource) 不存在")
        case .roleTrust:
            LocalizedText(
                "\(resource) trusts \(observed); the service is assumed to be \(required)",
                zh: "\(resource) 信任 \(observed)；假定的服务主体为 \(required)"
            )
        case .roleActions where missing.isEmpty:
            LocalizedText("\(resource) cannot be read as a policy", zh: "无法解析 \(resource) 的权限策略")
        case .roleActions:
            LocalizedText(
                "\(resource) is not granted \(missing.joined(separator: ", "))",
                zh: "\(resource) 缺少权限 \(missing.joined(separator: "、"))"
            )
        case .networkCIDR:
            LocalizedText("\(resource) \(observed)", zh: "\(resource) 与已有网段重叠：\(observed)")
        case .storageReach:
            LocalizedText(
                "\(resource) lies in \(observed); the cluster reaches \(required) and its own security group only",
                zh: "\(resource) 位于 \(observed)；集群只能访问 \(required) 及其自身安全组"
            )
        case .clusterAccepted:
            LocalizedText(
                "the service refused \(resource): \(observed), \(refusal?.message ?? "")",
                zh: "服务拒绝创建 \(resource)：\(observed)，\(refusal?.message ?? "")"
            )
        }
    }

    private var claimants: LocalizedText {
        guard !claimedBy.isEmpty else { return LocalizedText(verbatim: "") }
        let holders = claimedBy.map { "\($0.name) (\($0.order)): \($0.amount)" }.joined(separator: ", ")
        return LocalizedText("(claimed by other orders: \(holders))", zh: "（其他订单已占用：\(holders)）")
    }

    /// What to do about it.
    package var hint: LocalizedText {
        if refusal != nil, check != .clusterAccepted {
            return LocalizedText("Grant the caller the right to look at it.", zh: "请授予调用者查看权限。")
        }
        return remedy
    }

    private var remedy: LocalizedText {
        switch check {
        case .callerAccount:
            LocalizedText("Use the credentials of the account.", zh: "请使用主账号凭证。")
        case .saleOpen:
            LocalizedText("Use fully managed Flink for new needs.", zh: "新需求请使用 Flink 全托管。")
        case .vpcExists:
            LocalizedText("Create the VPC in \(required), or name another.", zh: "请在 \(required) 创建专有网络，或指定另一个。")
        case .vpcNamed:
            LocalizedText("Give the VPC a name in its console.", zh: "请在控制台为专有网络命名。")
        case .vSwitchExists:
            LocalizedText("Create a vSwitch in \(required), or name another.", zh: "请在 \(required) 创建交换机，或指定另一个。")
        case .vSwitchAddresses:
            LocalizedText(
                "Free addresses, or name a vSwitch of the zone with at least \(required).",
                zh: "请释放地址，或指定同可用区内至少有 \(required) 个可用地址的交换机。"
            )
        case .stock:
            LocalizedText("Submit a ticket for stock in the zone, or name another zone.", zh: "请提交工单申请库存，或更换可用区。")
        case .bucketExists:
            LocalizedText("Create the bucket in \(required), or name another.", zh: "请在 \(required) 创建存储空间，或指定另一个。")
        case .bucketName:
            LocalizedText("Name another bucket.", zh: "请指定另一个存储空间。")
        case .bucketClass:
            LocalizedText(
                "A bucket's class cannot be changed: name a bucket of class \(required).",
                zh: "存储类型无法更改：请指定 \(required) 类型的存储空间。"
            )
        case .bucketACL:
            LocalizedText("Set the bucket's ACL to \(required).", zh: "请将读写权限设为 \(required)。")
        case .bucketVersioning:
            LocalizedText("Turn versioning off.", zh: "请关闭版本控制。")
        case .roleExists:
            LocalizedText(
                "Authorise Realtime Compute in its console, or create the role.", zh: "请在实时计算控制台授权，或创建该角色。")
        case .roleTrust:
            LocalizedText("Check the role's trust policy.", zh: "请检查角色的信任策略。")
        case .roleActions:
            LocalizedText(
                "Attach AliyunStreamRolePolicy, or a policy that grants them and AliyunOSSFullAccess.",
                zh: "请为角色授权 AliyunStreamRolePolicy，或授予上述权限的策略及 AliyunOSSFullAccess。"
            )
        case .networkCIDR:
            LocalizedText("Choose a range of its own for the cluster.", zh: "请为集群选择独立网段。")
        case .storageReach:
            LocalizedText(
                "Link the networks (Express Connect), admit the cluster's security group, or move the storage.",
                zh: "请打通网络（高速通道）、放行集群安全组，或迁移存储。"
            )
        case .clusterAccepted:
            LocalizedText("Mend what the service names, then advance.", zh: "请按服务所述修正后再推进。")
        }
    }
}
