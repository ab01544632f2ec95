/// The regions that something of the account's may lie in.
///
/// On the real APIs: ECS DescribeRegions.
package protocol RegionService {
    func regions() async throws -> Answer<[RegionID]>
}
