/// What an order asks for, as its manifest says and its validation has found lawful.
package struct OrderSpecification: Codable, Equatable, Sendable {
    package var name: OrderName
    package var region: RegionID
    package var billing: Billing
    package var masters: Machines
    package var slaves: Machines
    package var cluster: ClusterSpecification
    package var projects: [ProjectSpecification]
    package var storage: [StorageEndpoint]
    package var timing: Timing

    package init(
        name: OrderName, region: RegionID, billing: Billing, masters: Machines, slaves: Machines,
        cluster: ClusterSpecification, projects: [ProjectSpecification], storage: [StorageEndpoint], timing: Timing
    ) {
        self.name = name
        self.region = region
        self.billing = billing
        self.masters = masters
        self.slaves = slaves
        self.cluster = cluster
        self.projects = projects
        self.storage = storage
        self.timing = timing
    }

    package var capacity: Capacity { Capacity(of: masters, slaves) }

    package var estimate: Estimate { Estimate(for: billing, masters: masters, slaves: slaves) }

    /// What is bought: all that a purchase in the vendor's order list can be recognised by.
    package var purchase: PurchaseSpecification {
        PurchaseSpecification(region: region, billing: billing, masters: masters, slaves: slaves)
    }
}

/// What is bought with an order.
package struct PurchaseSpecification: Codable, Hashable, Sendable {
    package let region: RegionID
    package let billing: Billing
    package let masters: Machines
    package let slaves: Machines

    package init(region: RegionID, billing: Billing, masters: Machines, slaves: Machines) {
        self.region = region
        self.billing = billing
        self.masters = masters
        self.slaves = slaves
    }
}

/// The cluster that an order is to carry.
package struct ClusterSpecification: Codable, Equatable, Sendable {
    package var name: ClusterName
    package var description: String
    package var zone: ZoneID
    package var vpc: VPCID
    package var vSwitch: VSwitchID
    /// The bucket that will keep the users' UDF packages.
    package var bucket: BucketName
    /// The cluster's own network range, if one is wanted (the console's "Blink CIDR").
    package var cidr: AddressRange?

    package init(
        name: ClusterName, description: String, zone: ZoneID, vpc: VPCID, vSwitch: VSwitchID, bucket: BucketName,
        cidr: AddressRange?
    ) {
        self.name = name
        self.description = description
        self.zone = zone
        self.vpc = vpc
        self.vSwitch = vSwitch
        self.bucket = bucket
        self.cidr = cidr
    }
}

/// A project that is to be created in the cluster.
package struct ProjectSpecification: Codable, Equatable, Sendable {
    package let name: ProjectName
    package let description: String
    package let computeUnits: ComputeUnits

    package init(name: ProjectName, description: String, computeUnits: ComputeUnits) {
        self.name = name
        self.description = description
        self.computeUnits = computeUnits
    }
}

/// Storage that the jobs will read or write, so that its reach can be judged before anything is bought.
package struct StorageEndpoint: Codable, Equatable, Sendable {
    package let name: String
    package let region: RegionID
    package let vpc: VPCID?
    /// The security group that guards it, if it has one of its own.
    package let securityGroup: SecurityGroupID?
}
