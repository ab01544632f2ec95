import Documents
import RealtimeCompute

/// What the manifest of a release asks for, whatever is released.
package struct ReleaseRequest: ChangeRequest {
    package let name: String
    let order: String
    /// The name of what is released, repeated; `nil` if it is to be typed with the confirmation.
    let confirm: String?
    let timing: Timing

    /// - Parameter confirm: reads the name of what is released.
    init?(in spec: ObjectReader, named name: String, confirm read: (NodeReader) -> String?) {
        let order = spec.required("order")?.reference()
        let confirmReader = spec.optional("confirm")
        let confirm = confirmReader.flatMap(read)
        let timing = spec.optional("timing").map { $0.object { $0.timing() } } ?? Timing()
        guard let order, let timing, confirmReader == nil || confirm != nil else { return nil }
        self.name = name
        self.order = order
        self.confirm = confirm
        self.timing = timing
    }
}
