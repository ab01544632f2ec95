package import CanonicalJSON

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

extension OrderSpecification: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("billing", billing)
        writer.write("cluster", cluster)
        writer.write("masters", masters)
        writer.write("name", name)
        writer.write("projects", projects)
        writer.write("region", region)
        writer.write("slaves", slaves)
        writer.write("storage", storage)
        writer.write("timing", timing)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        billing = try reader.read("billing")
        cluster = try reader.read("cluster")
        masters = try reader.read("masters")
        name = try reader.read("name")
        projects = try reader.read("projects")
        region = try reader.read("region")
        slaves = try reader.read("slaves")
        storage = try reader.read("storage")
        timing = try reader.read("timing")
    }
}

extension PurchaseSpecification: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("billing", billing)
        writer.write("masters", masters)
        writer.write("region", region)
        writer.write("slaves", slaves)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        billing = try reader.read("billing")
        masters = try reader.read("masters")
        region = try reader.read("region")
        slaves = try reader.read("slaves")
    }
}

extension ClusterSpecification: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("bucket", bucket)
        writer.write("cidr", ifPresent: cidr)
        writer.write("description", description)
        writer.write("name", name)
        writer.write("vSwitch", vSwitch)
        writer.write("vpc", vpc)
        writer.write("zone", zone)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        bucket = try reader.read("bucket")
        cidr = try reader.readIfPresent("cidr")
        description = try reader.read("description")
        name = try reader.read("name")
        vSwitch = try reader.read("vSwitch")
        vpc = try reader.read("vpc")
        zone = try reader.read("zone")
    }
}

extension ProjectSpecification: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("computeUnits", computeUnits)
        writer.write("description", description)
        writer.write("name", name)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        computeUnits = try reader.read("computeUnits")
        description = try reader.read("description")
        name = try reader.read("name")
    }
}

extension StorageEndpoint: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("name", name)
        writer.write("region", region)
        writer.write("securityGroup", ifPresent: securityGroup)
        writer.write("vpc", ifPresent: vpc)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        name = try reader.read("name")
        region = try reader.read("region")
        securityGroup = try reader.readIfPresent("securityGroup")
        vpc = try reader.readIfPresent("vpc")
    }
}
