import Foundation
import Testing

@testable import Diagnosis

/// Each known error is told from what only looks like it.
struct KnownErrorTests {
    /// The ids that the contract fixes.
    private static let fixed: Set = [
        "upload-too-large", "temporary-table", "statement-set", "bucket-versioning", "resource-quota",
        "checkpoint-tolerance", "python-checkpoint", "oss-info-noise", "dependency-conflict", "unknown-host",
        "no-internet", "other-vpc", "jobmanager-start", "job-id-changed", "pass-role", "role-missing",
    ]

    private static func ids(in text: String) -> [String] {
        var diagnosis = Diagnosis()
        diagnosis.take(Data(text.utf8))
        return diagnosis.sightings.map(\.error.id)
    }

    @Test func `every error has an id of its own, and those of the contract are there`() {
        let ids = KnownErrors.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(Set(ids).isSuperset(of: Self.fixed), "\(Self.fixed.subtracting(ids))")
        for error in KnownErrors.all {
            #expect(Set(error.related).isSubset(of: ids), "\(error.id)")
            #expect(error.needles.allSatisfy { $0.utf8.count >= 5 } && !error.needles.isEmpty, "\(error.id)")
            #expect(!error.cure.isEmpty && error.samples.count >= 2 && error.nearMisses.count >= 2, "\(error.id)")
        }
    }

    @Test(arguments: KnownErrors.all.map(\.id))
    func `a sample is recognised, alone and among others, and nothing else in it`(id: String) throws {
        let error = try #require(KnownErrors.all.first { $0.id == id })
        for sample in error.samples {
            let found = Self.ids(in: sample)
            #expect(found.contains(id), "\(sample)")
            #expect(Set(found).subtracting(error.related + [id]).isEmpty, "\(sample): \(found)")
            let line = "2024-05-01 12:00:00,123 INFO  org.apache.flink.runtime - checkpoint 7 completed"
            var diagnosis = Diagnosis()
            diagnosis.take(Data("\(line)\n\(line)\n\(sample)\r\n\(line)\n\(sample)\n".utf8))
            #expect(diagnosis.sightings.first { $0.error.id == id }?.line == 3)
            #expect(diagnosis.lines == 5)
        }
    }

    @Test(arguments: KnownErrors.all.map(\.id))
    func `what only looks like it is not taken for it`(id: String) throws {
        let error = try #require(KnownErrors.all.first { $0.id == id })
        for line in error.nearMisses { #expect(!Self.ids(in: line).contains(id), "\(line)") }
    }
}
