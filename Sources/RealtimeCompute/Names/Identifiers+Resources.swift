/// The identity of a cloud: of a simulated one, made at its creation; of a real one, its account.
package struct CloudID: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// The id of an Alibaba Cloud account.
package struct AccountID: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// A region: `cn-beijing`.
package struct RegionID: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// A zone of a region: `cn-beijing-f`.
package struct ZoneID: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// The id of a virtual private cloud.
package struct VPCID: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// The id of a vSwitch.
package struct VSwitchID: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// The id of a security group.
package struct SecurityGroupID: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// The name of an object storage bucket, unique over all accounts.
package struct BucketName: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// The name of a RAM role; compared without regard to case, as the product writes it in lower case.
package struct RoleName: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// The name of a RAM user.
package struct UserName: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// The name of an access policy.
package struct PolicyName: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// The name of a stack of ROS.
package struct StackName: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// The id of a workspace of fully managed Flink: `f-cn-…`.
package struct WorkspaceID: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// The name of a workspace of fully managed Flink.
package struct WorkspaceName: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// The name of a namespace of a workspace.
package struct NamespaceName: Identifier {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}
