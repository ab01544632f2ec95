import Documents
import Testing

/// The attack on the program as a user runs it, a small part of it.
struct SelftestCommandTests {
    @Test func `seeds and states of all kinds are reported by the contract`() async throws {
        let sandbox = try Sandbox()
        let result = try await sandbox.run("selftest", "--seeds", "4", "--states", "10", "--json")
        #expect(result.status == 0, "\(result.output) \(result.errors)")
        let report = try result.json
        #expect(report.names.isSuperset(of: ["seeds", "states", "unexploredStates", "violations", "broken", "kinds"]))
        #expect(report["seeds"] == .integer(4))
        // Ten from each of the 26 beginnings of all kinds.
        #expect(report["states"] == .integer(260))
        #expect(report["violations"] == .integer(0))
    }

    /// A purchase, and the payments for what it has brought; the other kinds' walks are attacked by hand.
    @Test(arguments: ["ExclusiveOrder", "ClusterRenewal"])
    func `killed, failed and without power at a sample of points, a walk ends the same`(kind: String) async throws {
        let sandbox = try Sandbox()
        let result = try await sandbox.run(
            "selftest", "--kind", kind, "--seeds", "1", "--states", "1", "--crash-points", "--stride", "499", "--json")
        #expect(result.status == 0, "\(result.output) \(result.errors)")
        let report = try result.json
        #expect(
            report.names == [
                "seeds", "crashPoints", "powerCuts", "states", "unexploredStates", "violations", "broken",
                "slowestResume", "kinds",
            ])
        #expect(report["violations"] == .integer(0))
        guard case .integer(let points) = report["crashPoints"], case .integer(let cuts) = report["powerCuts"] else {
            Issue.record("the points are counted")
            return
        }
        #expect(points > 3)
        #expect(cuts > 0)
        #expect(report["slowestResume"].text?.hasPrefix("PT") == true)
    }

    @Test func `a walk that is not there is not passed over`() async throws {
        let sandbox = try Sandbox()
        let quick = ["selftest", "--kind", "SharedScaling", "--seeds", "0", "--states", "1", "--walk", "nope"]
        let result = try await sandbox.run(quick + ["--crash-points"])
        #expect(result.status == 64)
        #expect(result.errors.contains("there is no walk nope"))
        #expect(result.errors.contains("shared mode scaled"))
        #expect(try await sandbox.run(quick).status == 64, "without crash points no walk is attacked")
    }

    @Test func `a seed can be run again, and what is no number is usage`() async throws {
        let sandbox = try Sandbox()
        let again = try await sandbox.run("selftest", "--seeds", "1", "--from", "77", "--states", "1")
        #expect(again.status == 0)
        #expect(again.output.contains("seeds of the simulation"))
        for mistake in [["--seeds", "-1"], ["--seeds", "many"], ["--stride", "0"], ["--states", "0"]] {
            #expect(try await sandbox.run(["selftest"] + mistake).status == 64, "\(mistake)")
        }
    }
}
