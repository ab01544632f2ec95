package import Documents
package import Provisioning
package import RealtimeCompute
package import Wording
package import Workflow
package import WorkflowEngine

/// A kind that Sluice does not come with: what registering one takes, in full.
package struct Notices: Kind {
    package typealias Definition = Notice

    package let title = LocalizedText("notice", zh: "通知")

    package let manifest = ManifestFormat(
        kind: "Notice",
        spec: [
            "type": "object", "additionalProperties": false, "required": ["cluster", "text"],
            "properties": [
                "cluster": ["type": "string"], "text": ["type": "string"], "delay": ["type": "string"],
            ],
        ],
        template: """
            apiVersion: sluice/v1
            kind: Notice
            metadata:
              name: late
            spec:
              cluster: cluster1
              text: It is late.
              # delay: 30m

            """)

    package let decisions: [Decision<Notice>] = [
        Decision(.confirm, in: [.drafted]) { turn, context in
            try await turn.commit(.confirmed(at: context.now), by: context.actor)
            return .done
        },
        Decision(.withdraw, needing: [.reason], in: [.drafted, .scheduled]) { turn, context in
            try await turn.commit(.withdrawn(because: context.input.reason), by: context.actor)
            return .done
        },
    ]

    package var graph: TransitionGraph {
        let specification = Notice.Specification(name: "n", cluster: "c", text: "t", delaySeconds: 1)
        let states = Notice.Phase.allCases.map {
            Notice.State(
                phase: $0, specification: specification, id: WorkflowID(rawValue: "id"),
                dueAt: Timestamp(millisecondsSince1970: 1000), ticket: nil)
        }
        let events: [NoticeEvent] = [
            .placed(WorkflowID(rawValue: "id"), specification), .confirmed(at: Timestamp(millisecondsSince1970: 0)),
            .sendingBegun, .ticketSeen("t"), .ticketNotSeen, .withdrawn(because: "r"),
        ]
        let times = [0, 2000].map { Timestamp(millisecondsSince1970: $0) }
        return TransitionGraph(of: Notice.self, states: states, events: events, at: times)
    }

    package func read(_ manifest: Document) throws(InvalidDocument) -> Notice.Specification {
        try manifest.decode { root in
            root.object { fields in
                fields.header(apiVersion: ManifestFormat.apiVersion, kind: self.manifest.kind)
                let name = fields.required("metadata")?.object { $0.required("name")?.name(OrderName.self, .order) }
                let specification = fields.required("spec")?.object { spec in
                    let delay = spec.optional("delay").map { $0.duration() } ?? .zero
                    let cluster = spec.required("cluster")?.text()
                    let text = spec.required("text")?.description()
                    return delay.flatMap { delay in
                        cluster.flatMap { cluster in
                            text.map { (cluster, $0, delay.components.seconds) }
                        }
                    }
                }
                guard let name, let (cluster, text, delay) = specification else { return nil }
                return Notice.Specification(
                    name: name.rawValue, cluster: ClusterID(rawValue: cluster), text: text, delaySeconds: delay)
            }
        }
    }

    package func name(of request: Notice.Specification) -> String { request.name }

    package func preview(
        _ request: Notice.Specification, in environment: Environment
    ) async throws -> Notice.Specification { request }

    package func report(_ preview: Notice.Specification) -> PreviewReport {
        PreviewReport(facts: [], findings: [], fields: ["notice": ["cluster": .text(preview.cluster.rawValue)]])
    }

    package func placement(
        of request: Notice.Specification, after preview: Notice.Specification, as id: WorkflowID,
        in environment: Environment
    ) -> NoticeEvent { .placed(id, request) }

    package func performer(on cloud: any Cloud) -> any Performer<Notice> { NoticePerformer(service: cloud) }

    package func identity(of state: Notice.State) -> (id: WorkflowID, name: String) {
        (state.id, state.specification.name)
    }

    package func presentation(of state: Notice.State, at now: Timestamp) -> Presentation {
        let name = state.specification.name
        let standing: Presentation.Standing =
            switch state.phase {
            case .drafted, .scheduled, .sending: .underWay
            case .sent: .reached
            case .withdrawn: .lost
            }
        return Presentation(
            standing, because: Reason(state.phase.rawValue, LocalizedText(verbatim: state.phase.rawValue)),
            answers: state.phase == .drafted ? [["sluice", "order", "confirm", name]] : [],
            fields: [
                "notice": .fields([
                    "cluster": .text(state.specification.cluster.rawValue),
                    "ticket": state.ticket.map { .text($0.rawValue) },
                ])
            ])
    }

    package func words(for effect: Notice.Effect) -> LocalizedText { LocalizedText(verbatim: effect.rawValue) }

    package func words(for question: Notice.Question) -> LocalizedText { LocalizedText(verbatim: question.rawValue) }
}

extension Notice.Ground: ExplainedGround {
    package var code: String { "not-applicable" }

    package func message(of event: String, in phase: String) -> LocalizedText {
        LocalizedText(verbatim: "\(event) does not apply in \(phase)")
    }

    package var hint: LocalizedText { LocalizedText(verbatim: "See what comes next: sluice order show.") }

    package var values: [String: JSONValue] { [:] }
}
