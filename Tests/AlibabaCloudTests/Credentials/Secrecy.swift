import Foundation
import RealtimeCompute
import Testing
import Wording

/// Checks that nothing that can be made of an error, by a person or a log, has a secret in it.
func expectNoSecret(in error: any Error, at location: SourceLocation = #_sourceLocation) {
    var texts = [String(describing: error), String(reflecting: error), "\(error)", error.localizedDescription]
    var dumped = ""
    dump(error, to: &dumped)
    texts.append(dumped)
    if let error = error as? any Explained {
        texts += [error.code] + [error.message, error.hint].flatMap { [$0.english, $0.chinese] }
    }
    if let error = error as? CloudError { texts += [error.vendorMessage, error.refusal.map { "\($0)" } ?? ""] }
    for text in texts { #expect(!text.contains(Places.mark), sourceLocation: location) }
}
