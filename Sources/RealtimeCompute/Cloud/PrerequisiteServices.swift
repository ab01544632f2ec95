/// Networks.
///
/// On the real APIs: VPC DescribeVpcs, DescribeVSwitches and ModifyVpcAttribute.
package protocol NetworkService {
    /// The VPC that is looked for in a region; `nil` if there is none. One that lies elsewhere may be given, with where.
    func vpc(_ id: VPCID, in region: RegionID) async throws -> Answer<VPC?>
    /// The vSwitch of a region; `nil` if there is none.
    func vSwitch(_ id: VSwitchID, in region: RegionID) async throws -> Answer<VSwitch?>
    /// Every vSwitch of a VPC of a region.
    func vSwitches(of vpc: VPCID, in region: RegionID) async throws -> Answer<[VSwitch]>
    /// Every VPC of a region.
    func vpcs(in region: RegionID) async throws -> Answer<[VPC]>
    /// Gives a VPC a name; to ask again changes nothing more.
    func nameVPC(_ vpc: VPCID, _ name: String, in region: RegionID) async throws -> Answer<Void>
}

/// Instances that can be had.
///
/// On the real APIs: ECS DescribeAvailableResource and DescribeZones.
package protocol ComputeStockService {
    /// How many instances of these models a zone can supply now; ``ComputeStock/plenty`` where the cloud tells no number.
    func stock(of models: Set<MachineModel>, in zone: ZoneID, _ region: RegionID) async throws
        -> Answer<[MachineModel: Int]>
    /// The zones of a region.
    func zones(in region: RegionID) async throws -> Answer<[ZoneID]>
}

/// What is said of stock besides a number.
package enum ComputeStock {
    /// The zone can supply instances of the model; how many, the vendor does not tell.
    package static let plenty = 1_000_000
}

/// Buckets.
///
/// On the real APIs: OSS GetBucketInfo, ListBuckets, PutBucketVersioning and PutBucketAcl.
package protocol ObjectStorageService {
    /// The bucket that is looked for in a region; `nil` if there is none. One that lies elsewhere is given, with where.
    func bucket(_ name: BucketName, in region: RegionID) async throws -> Answer<Bucket?>
    /// Every bucket of a region.
    func buckets(in region: RegionID) async throws -> Answer<[Bucket]>
    /// Suspends the versioning of a bucket: what is stored already keeps its versions. To ask again changes nothing more.
    func suspendVersioning(of bucket: BucketName, in region: RegionID) async throws -> Answer<Void>
    /// Lets nobody but its owner read a bucket; to ask again changes nothing more.
    func makePrivate(_ bucket: BucketName, in region: RegionID) async throws -> Answer<Void>
}

/// A virtual private cloud.
package struct VPC: Codable, Equatable, Sendable {
    package let id: VPCID
    /// The name its owner gave it; `nil` if it was never named.
    package let name: String?
    package let region: RegionID
    package let cidr: AddressRange

    package init(id: VPCID, name: String?, region: RegionID, cidr: AddressRange) {
        self.id = id
        self.name = name
        self.region = region
        self.cidr = cidr
    }
}

/// A vSwitch: a subnet of a VPC in one zone.
package struct VSwitch: Codable, Equatable, Sendable {
    package let id: VSwitchID
    package let vpc: VPCID
    package let zone: ZoneID
    package let cidr: AddressRange
    package let freeAddresses: Int
    /// A custom name; `nil` if it has none.
    package let name: String?

    package init(
        id: VSwitchID, vpc: VPCID, zone: ZoneID, cidr: AddressRange, freeAddresses: Int, name: String? = nil
    ) {
        self.id = id
        self.vpc = vpc
        self.zone = zone
        self.cidr = cidr
        self.freeAddresses = freeAddresses
        self.name = name
    }
}

/// A bucket of object storage.
package struct Bucket: Codable, Equatable, Sendable {
    /// Cannot be changed after the bucket's creation.
    package enum StorageClass: String, CaseIterable, Codable, Sendable {
        case standard = "Standard"
        case infrequentAccess = "IA"
        case archive = "Archive"
        case coldArchive = "ColdArchive"
    }

    /// Who may read and write without being granted it.
    package enum AccessControl: String, CaseIterable, Codable, Sendable {
        case `private`
        case publicRead = "public-read"
        case publicReadWrite = "public-read-write"
    }

    package let name: BucketName
    package let region: RegionID
    package let storageClass: StorageClass
    package let accessControl: AccessControl
    package let hasVersioning: Bool
    /// Whether versioning was on once, and is suspended; `nil` where that is not told.
    package let isSuspended: Bool?

    package init(
        name: BucketName,
        region: RegionID,
        storageClass: StorageClass,
        accessControl: AccessControl,
        hasVersioning: Bool,
        isSuspended: Bool? = nil
    ) {
        self.name = name
        self.region = region
        self.storageClass = storageClass
        self.accessControl = accessControl
        self.hasVersioning = hasVersioning
        self.isSuspended = isSuspended
    }
}
