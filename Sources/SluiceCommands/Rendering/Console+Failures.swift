import Documents
import Provisioning
import Wording

extension Console {
    /// Tells an error: what is wrong, where, what is allowed, what to do next.
    func report(_ failure: any CommandFailure) {
        endProgress()
        if isJSON {
            do {
                complain(try JSON.text(FailureJSON(failure, in: language)))
            } catch {
                complain(self(failure.message))
            }
            return
        }
        complain(self(LocalizedText("error: ", zh: "错误：")) + self(failure.message))
        let invalid = (failure as? InvalidDocuments)?.documents ?? [failure as? InvalidDocument].compactMap(\.self)
        for document in invalid { document.faults.forEach { report($0, of: document.source) } }
        if let silent = failure as? SilentOutput, let line = silent.unwritten.split(separator: "\n").first {
            complain(self(LocalizedText("  not written: ", zh: "  未写出：")) + String(line).escapingControls())
        }
        complain(self(failure.hint))
    }

    /// One fault on a line that editors can follow.
    private func report(_ fault: Fault, of source: String) {
        let path = fault.path.isEmpty ? "" : "\(fault.path): "
        complain("  \(source):\(fault.place): \(path)\(self(fault.message))")
        let isSaid = fault.message.english.contains(fault.allowed.english)
        if !isSaid { complain("      " + self(LocalizedText("allowed: ", zh: "允许：")) + self(fault.allowed)) }
    }
}
