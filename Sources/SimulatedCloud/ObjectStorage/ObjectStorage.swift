package import RealtimeCompute

extension Bucket: TableRecord {
    enum Index: String, CaseIterable {
        case name, region
    }

    static var tableName: String { "bucket" }

    func entry(in index: Index) -> IndexEntry? {
        switch index {
        case .name: IndexEntry(name.rawValue)
        case .region: IndexEntry(region.rawValue)
        }
    }
}

extension SimulatedCloud: ObjectStorageService {
    package func bucket(_ name: BucketName, in region: RegionID) async throws -> Answer<Bucket?> {
        try look(.getBucket) { state, _ in state.tables.buckets.first(.name, name.rawValue) }
    }

    package func buckets(in region: RegionID) async throws -> Answer<[Bucket]> {
        try look(.listBuckets) { state, _ in state.tables.buckets.rows(.region, region.rawValue).map(\.record) }
    }

    package func suspendVersioning(of bucket: BucketName, in region: RegionID) async throws -> Answer<Void> {
        Answer((), requestID: try submit(.suspendVersioning(bucket)).1)
    }

    package func makePrivate(_ bucket: BucketName, in region: RegionID) async throws -> Answer<Void> {
        Answer((), requestID: try submit(.makePrivate(bucket)).1)
    }
}
