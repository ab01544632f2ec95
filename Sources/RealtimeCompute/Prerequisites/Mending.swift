package import Wording

/// How a prerequisite that does not hold is mended: by sluice, in the vendor's console, or with its command line.
///
/// Source of the console's paths and of the commands: the vendor's documentation of each service, and `aliyun help`.
package struct Mending: Sendable {
    /// What sluice can do itself.
    package enum Deed: Equatable, Sendable {
        /// A change of a role, as a workflow of its own.
        case role(RoleDeed)
        /// A change that the workflow that has the finding asks for.
        case own(Own)
    }

    package enum Own: Sendable {
        case suspendVersioning, makePrivate, nameVPC
    }

    /// What of it sluice can do itself, if anything.
    package let deed: Deed?
    /// Where it is done in the console.
    package let console: LocalizedText
    /// The command of the vendor's command line that does it; `nil` where there is none.
    package let command: String?

    /// The command of sluice that changes the role; `nil` where it is no role that is changed.
    package var roleCommand: [String]? {
        switch deed {
        case .role(.repair): ["sluice", "role", "repair", "--managed", "--confirm"]
        case .role(.authorize): ["sluice", "role", "authorize", "--confirm"]
        case .role(.reinitialise), .role(.tighten), .own, nil: nil
        }
    }

    private init(_ deed: Deed? = nil, _ console: LocalizedText, _ command: String? = nil) {
        self.deed = deed
        self.console = console
        self.command = command
    }

    /// How a finding is mended; `nil` of one that is mended in the manifest alone.
    ///
    /// - Parameters:
    ///   - resource: what the finding is of: `bucket/risk-udf`.
    ///   - observed: what it has seen.
    package init?(of check: Check, on resource: String, observed: String) {
        let id = resource.split(separator: "/", maxSplits: 1).last.map(String.init) ?? resource
        switch check {
        case .roleExists, .roleActions:
            self.init(
                .role(.authorize),
                LocalizedText(
                    "Realtime Compute > Authorize; or RAM > Roles > \(id)", zh: "实时计算 > 授权；或 RAM > 角色 > \(id)"),
                RoleMayAct.denyingPolicies(in: observed).map { policies in
                    policies.split(separator: ", ").map {
                        "aliyun ram DetachPolicyFromRole --PolicyType Custom --PolicyName \($0) --RoleName \(id)"
                    }.joined(separator: "; ")
                }
                    ?? "aliyun ram AttachPolicyToRole --PolicyType System --PolicyName \(Figures.oneClickPolicy) --RoleName \(id)"
            )
        case .roleTrust:
            self.init(
                nil,
                LocalizedText(
                    "RAM > Roles > \(id) > Trust policy: add \(Figures.assumedServicePrincipal)",
                    zh: "RAM > 角色 > \(id) > 信任策略：添加 \(Figures.assumedServicePrincipal)"))
        case .managedRoleExists, .managedRolePolicies:
            self.init(
                .role(.repair),
                LocalizedText(
                    "Realtime Compute > Fully managed Flink > Authorize in RAM", zh: "实时计算 > Flink 全托管 > 前往 RAM 授权"))
        case .bucketVersioning:
            self.init(
                .own(.suspendVersioning),
                LocalizedText(
                    "OSS > \(id) > Data protection > Versioning: suspend", zh: "OSS > \(id) > 数据安全 > 版本控制：暂停"),
                "aliyun oss bucket-versioning --method put oss://\(id) suspended")
        case .bucketACL:
            self.init(
                .own(.makePrivate),
                LocalizedText("OSS > \(id) > Permissions > ACL: private", zh: "OSS > \(id) > 权限控制 > 读写权限：私有"),
                "aliyun oss set-acl oss://\(id) private -b")
        case .bucketExists:
            self.init(
                nil,
                LocalizedText(
                    "OSS > Create bucket \(id): Standard, private, in the order's region",
                    zh: "OSS > 创建 Bucket \(id)：标准存储、私有、与订单同地域"),
                "aliyun oss mb oss://\(id) --acl private --storage-class Standard")
        case .bucketClass:
            self.init(
                nil,
                LocalizedText(
                    "The class of a bucket cannot be changed: create another one in OSS, and amend the order.",
                    zh: "存储类型无法修改：请在 OSS 新建存储空间并修改订单。"))
        case .vpcNamed:
            self.init(
                .own(.nameVPC), LocalizedText("VPC > \(id) > Edit: give it a name", zh: "VPC > \(id) > 编辑：设置名称"),
                "aliyun vpc ModifyVpcAttribute --VpcId \(id) --VpcName NAME")
        case .vSwitchAddresses, .vSwitchExists:
            self.init(
                nil,
                LocalizedText(
                    "VPC > vSwitches > Create, in the order's VPC and zone; then amend the order",
                    zh: "VPC > 交换机 > 创建（订单的专有网络与可用区），再修改订单"),
                "aliyun vpc CreateVSwitch --VpcId VPC --ZoneId ZONE --CidrBlock RANGE --VSwitchName NAME")
        case .stock:
            self.init(
                nil,
                LocalizedText(
                    "Submit a ticket for stock in \(id), or amend the order to another zone.",
                    zh: "请提交工单申请 \(id) 的库存，或修改订单至其他可用区。"))
        case .callerAccount:
            self.init(
                nil,
                LocalizedText(
                    "Use the credentials of the account itself: --profile NAME.", zh: "请使用主账号凭证：--profile NAME。"))
        default: return nil
        }
    }
}

extension Repair {
    /// What a workflow changes itself to mend a finding; `nil` where it can change nothing.
    ///
    /// - Parameter name: what a VPC without a name is called from then on.
    package init?(of finding: Finding, naming name: String) {
        guard case .own(let deed) = Mending(of: finding.check, on: finding.resource, observed: finding.observed)?.deed
        else { return nil }
        let way: Way =
            switch deed {
            case .suspendVersioning: .suspendVersioning
            case .makePrivate: .makePrivate
            case .nameVPC: .nameVPC(name)
            }
        self.init(finding.check, on: finding.resource, by: way)
    }
}
