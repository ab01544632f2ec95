/// The regions that something of the account's may lie in.
///
/// Not every cloud can tell: whoever asks has to be ready to be told the region. On the real APIs: ECS DescribeRegions.
package protocol RegionService {
    func regions() async throws -> Answer<[RegionID]>
}
