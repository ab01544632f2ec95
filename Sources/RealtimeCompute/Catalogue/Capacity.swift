package import CanonicalJSON

/// What a cluster of certain masters and slaves amounts to.
package struct Capacity: Codable, Equatable, Sendable {
    /// Masters and slaves together: the number of addresses that the vSwitch must have free.
    package let nodes: Int
    /// The CUs that projects can be given.
    package let computeUnits: ComputeUnits

    package init(of masters: Machines, _ slaves: Machines) {
        nodes = masters.count + slaves.count
        computeUnits = slaves.count * slaves.model.usableComputeUnits
    }
}

/// So many machines of one model.
package struct Machines: Codable, Hashable, Sendable {
    package let model: MachineModel
    package let count: Int

    package init(_ model: MachineModel, count: Int) {
        self.model = model
        self.count = count
    }
}

extension Machines {
    private enum CodingKeys: CodingKey {
        case model, count
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        model = try container.decode(MachineModel.self, forKey: .model)
        count = try container.decode(Amount.self, forKey: .count).count
    }
}

extension Machines: CanonicalObject, CanonicalObjectReading {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("count", count)
        writer.write("model", model)
    }

    package init(readingMembers reader: inout CanonicalReader) throws(OtherForm) {
        count = try reader.read("count", as: Amount.self).count
        model = try reader.read("model")
    }
}
