package import Documents
package import Provisioning
import RealtimeCompute
import Wording

extension ClusterScalings {
    package var manifest: ManifestFormat {
        ManifestFormat(
            kind: "ClusterScaling",
            spec: Schema.object(
                [
                    "order": Schema.text("The order that brought the cluster: its name or id."),
                    "slaves": Schema.object(
                        [
                            "count": Schema.integer("So many slaves in all.", 1...Figures.slaveCounts.upperBound),
                            "model": Schema.model,
                        ], required: ["count"]),
                    "masters": Schema.object(["model": Schema.model], required: ["model"]),
                    "vSwitch": Schema.text("Of the cluster's zone, for the new slaves."),
                    "timing": Schema.timing,
                ], required: ["order"]), template: Self.template)
    }

    private static let template = """
        # A cluster scaled out or in. Pay-as-you-go clusters are scaled by the API; of a subscription, sluice says where in
        # the console, and watches until it has happened.
        apiVersion: sluice/v1
        kind: ClusterScaling
        metadata:
          name: risk-larger
        spec:
          order: risk                    # the order that brought the cluster
          slaves:
            count: 8                     # so many in all; never below 2, or what the projects hold
          # masters: { model: Ecs_8c32g }
          # vSwitch: vsw-2               # of the same zone, if the cluster's own is short of addresses

        """

    package func read(_ manifest: Document) throws(InvalidDocument) -> Request {
        try manifest.change(of: self.manifest.kind) { Self.request(in: $0, named: $1, of: $2) }
    }

    private static func request(in spec: ObjectReader, named name: String, of root: NodeReader) -> Request? {
        let order = spec.required("order")?.reference()
        let slavesReader = spec.optional("slaves")
        var model: MachineModel?
        let slaves = slavesReader?.object { fields -> Int? in
            model = fields.optional("model")?.word(MachineModel.self)
            return fields.required("count")?.integer(in: 1...Figures.slaveCounts.upperBound)
        }
        let mastersReader = spec.optional("masters")
        let masters = mastersReader?.object { $0.required("model")?.word(MachineModel.self) }
        let vSwitchReader = spec.optional("vSwitch")
        let vSwitch = vSwitchReader?.name(VSwitchID.self, .resource)
        let timing = spec.optional("timing").map { $0.object { $0.timing() } } ?? Timing()
        if slavesReader == nil, mastersReader == nil { return root.fault(.nothingToScale(root)) }
        guard let order, let timing, slavesReader == nil || slaves != nil, mastersReader == nil || masters != nil,
            vSwitchReader == nil || vSwitch != nil
        else { return nil }
        return Request(
            name: name, order: order, slaves: slaves, slaveModel: model, masters: masters, vSwitch: vSwitch,
            timing: timing)
    }
}

extension NodeReader {
    /// The name or id of a workflow.
    func reference() -> String? {
        text(LocalizedText("the name or id of an order", zh: "订单的名称或标识")) { text in
            (1...63).contains(text.count) && text.printable() == text ? text : nil
        }
    }
}

extension Fault {
    fileprivate static func nothingToScale(_ root: NodeReader) -> Self {
        Self(
            id: "nothing-to-scale", at: root.node.field("spec")?.place ?? root.node.place, path: "spec",
            found: "neither slaves nor masters",
            allowed: LocalizedText("slaves.count, masters.model or both", zh: "slaves.count、masters.model 或两者"),
            message: LocalizedText("it asks for no change", zh: "未要求任何变更"))
    }
}
