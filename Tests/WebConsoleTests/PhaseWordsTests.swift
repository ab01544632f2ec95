import Provisioning
import RealtimeComputeKinds
import Testing
import Wording

/// What phases are called.
struct PhaseWordsTests {
    @Test func `every phase of every kind has its words in Chinese, with its name`() {
        for phase in Registry.standard.phases {
            let words = PhaseWords.words(for: phase)
            #expect(words.english == phase)
            #expect(words.chinese.hasSuffix(" \(phase)"), "\(phase) has no words in Chinese")
        }
    }
}
