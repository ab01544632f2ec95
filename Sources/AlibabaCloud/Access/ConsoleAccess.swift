package import Wording

/// What has to be granted before somebody can use a console of fully managed Flink, by how they log on.
///
/// In the management console, where workspaces are bought and changed, RAM policies decide; in the development console,
/// where jobs are written and run, the roles that are assigned inside it. Who assumes a role is judged as the role.
///
/// Sources: the documentation of fully managed Flink, "RAM-based authorization", and of its development console,
/// "authorisation in the development console"; of RAM and CloudSSO, on logging on.
package struct ConsoleAccess: Sendable {
    package enum Place: String, CaseIterable, Sendable {
        case management, development
    }

    /// How somebody logs on.
    package enum Logon: String, CaseIterable, Sendable {
        case account
        case ramUser = "ram-user"
        case ramRole = "ram-role"
        case memberRootUser = "member-root-user"
        case memberRAMAdministrator = "member-ram-administrator"
        case memberRAMUser = "member-ram-user"
        case cloudSSORole = "cloudsso-role"
        case cloudSSORAMUser = "cloudsso-ram-user"
    }

    /// Something to be granted: a policy of RAM, or a role of the development console.
    package struct Grant: Sendable {
        package let what: LocalizedText
        package let to: LocalizedText
        package let by: LocalizedText
    }

    package let place: Place
    package let logon: Logon
    /// What the person is to the service.
    package let principal: LocalizedText
    /// All of them are needed; none means that nothing is.
    package let grants: [Grant]

    package static let table: [ConsoleAccess] = Place.allCases.flatMap { place in
        Logon.allCases.map { ConsoleAccess(to: place, by: $0) }
    }

    private init(to place: Place, by logon: Logon) {
        self.place = place
        self.logon = logon
        principal = logon.principal
        let access: LocalizedText
        let grantor: LocalizedText
        switch place {
        case .management:
            (access, grantor) = (LocalizedText(verbatim: "AliyunStreamFullAccess"), logon.ramGrantor)
        case .development:
            access = LocalizedText("the role Owner, or a custom role", zh: "Owner 角色或自定义角色")
            grantor = LocalizedText("an Owner of the workspace", zh: "工作空间的 Owner")
        }
        guard !logon.isAccount(for: place) else {
            grants = []
            return
        }
        var grants = [Grant(what: access, to: logon.principal, by: grantor)]
        if let assumer = logon.assumer {
            grants.insert(
                Grant(
                    what: LocalizedText(verbatim: "AliyunSTSAssumeRoleAccess"), to: assumer, by: logon.ramGrantor),
                at: 0)
        }
        self.grants = grants
    }
}

extension ConsoleAccess.Logon {
    package var title: LocalizedText {
        switch self {
        case .account: LocalizedText("account", zh: "主账号")
        case .ramUser: LocalizedText("RAM user", zh: "RAM 用户")
        case .ramRole: LocalizedText("RAM user who assumes a RAM role", zh: "RAM 用户扮演 RAM 角色")
        case .memberRootUser: LocalizedText("resource-directory member, root user", zh: "资源目录成员，根用户")
        case .memberRAMAdministrator:
            LocalizedText("resource-directory member, RAM administrator", zh: "资源目录成员，RAM 管理员")
        case .memberRAMUser: LocalizedText("resource-directory member, RAM user", zh: "资源目录成员，RAM 用户")
        case .cloudSSORole: LocalizedText("CloudSSO user, as a RAM role", zh: "云SSO 用户，以 RAM 角色登录")
        case .cloudSSORAMUser: LocalizedText("CloudSSO user, as a RAM user", zh: "云SSO 用户，以 RAM 用户登录")
        }
    }

    fileprivate var principal: LocalizedText {
        switch self {
        case .account: LocalizedText("the account", zh: "主账号")
        case .memberRootUser: LocalizedText("the member's account", zh: "成员账号")
        case .ramUser, .memberRAMUser: LocalizedText("the RAM user", zh: "RAM 用户")
        case .memberRAMAdministrator: LocalizedText("the RAM administrator", zh: "RAM 管理员")
        case .ramRole, .cloudSSORole: LocalizedText("the role", zh: "RAM 角色")
        case .cloudSSORAMUser: LocalizedText("the RAM user of the same name", zh: "同步的 RAM 用户")
        }
    }

    /// Whether nothing has to be granted: the account owns everything, and a RAM administrator has every policy already.
    fileprivate func isAccount(for place: ConsoleAccess.Place) -> Bool {
        switch self {
        case .account, .memberRootUser: true
        case .memberRAMAdministrator: place == .management
        case .ramUser, .ramRole, .memberRAMUser, .cloudSSORole, .cloudSSORAMUser: false
        }
    }

    /// Who has to be allowed to assume the role, where one is assumed by a RAM user.
    fileprivate var assumer: LocalizedText? {
        switch self {
        case .ramRole: LocalizedText("the RAM user", zh: "RAM 用户")
        case .account, .ramUser, .memberRootUser, .memberRAMAdministrator, .memberRAMUser, .cloudSSORole,
            .cloudSSORAMUser:
            nil
        }
    }

    fileprivate var ramGrantor: LocalizedText {
        switch self {
        case .account, .ramUser, .ramRole:
            LocalizedText("the account, or its RAM administrator", zh: "主账号或其 RAM 管理员")
        case .memberRootUser, .memberRAMAdministrator, .memberRAMUser, .cloudSSORAMUser:
            LocalizedText("the member's root user, or its RAM administrator", zh: "成员的根用户或其 RAM 管理员")
        case .cloudSSORole:
            LocalizedText("the CloudSSO administrator, by an access configuration", zh: "云SSO 管理员，通过访问配置")
        }
    }
}
