import Documents
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import Wording
import Workflow
import WorkflowEngine

/// The forms by which an operator decides about an order: each says what will happen, what cannot be undone, and the
/// command line that does the same.
struct DecisionForms {
    let order: WorkflowReport
    let kind: any Kind
    /// The manifest as it is, to be amended.
    let manifest: String?
    let command: @Sendable ([String]) -> String

    /// The decisions that may be taken in the phase, those that answer what is asked first.
    private var decisions: [(name: DecisionName, needs: [DecisionInput.Field])] {
        let answers = answers
        // To amend takes the most room, and comes last; what is in the way is mended first.
        let rank = { (name: DecisionName) in
            switch name {
            case .amend: Int.max
            case .mend: -1
            default: answers.firstIndex(of: name.rawValue) ?? answers.count
            }
        }
        return kind.decisionsAllowed(in: order.phase).sorted { rank($0.name) < rank($1.name) }
    }

    /// The decisions that answer what is asked, by their names.
    private var answers: [String] {
        order.presentation.answers.compactMap { $0.count > 2 && $0[1] == "order" ? $0[2] : nil }
    }

    func html(for visit: Visit) -> HTML {
        var forms: [HTML] = []
        if !order.isFinished { forms.append(advance(for: visit)) }
        for decision in decisions where decision.name != .mend || mendable {
            let form = form(decision.name, decision.needs, for: visit)
            // What answers the question comes before what merely may be asked for.
            if decision.name == .confirm { forms.insert(form, at: 0) } else { forms.append(form) }
        }
        guard !forms.isEmpty else { return "" }
        return "<div class=\"decisions\">\(forms)</div>"
    }

    private var isBlocked: Bool { order.presentation.findings.contains(where: \.isBlocking) }
    private var mendable: Bool { order.presentation.findings.contains { $0.mending?.deed != nil } }

    private func advance(for visit: Visit) -> HTML {
        let words: String =
            switch order.next.step {
            case .perform: order.next.words.map { visit("Next: \(visit($0)).", zh: "下一步：\(visit($0))。") } ?? ""
            case .wait(let until):
                visit(
                    "Nothing is due before \(until.nextWholeSecond.rfc3339): nothing would be done.",
                    zh: "\(until.nextWholeSecond.rfc3339) 之前没有到期事项：不会执行任何操作。")
            case .ask:
                visit("Looks again at what is asked for; decides nothing.", zh: "重新检查所需事项；不作任何决定。")
            case .finished: ""
            }
        return """
            <form class="decision" method="post" action="/orders/\(order.name.inAddress)/advance">\(visit.hiddenToken)<input type="hidden" name="version" value="\(order.version)">
            <h3>\(visit("One step", zh: "一步"))</h3>
            <p>\(visit("Takes exactly one turn: at most one effect is asked of the cloud.", zh: "恰好执行一步：最多向云发出一次操作。")) \(words)</p>
            <button\(" disabled", if: visit.isReadOnly)>Advance</button>
            \(visit.copyable(command(["sluice", "advance", order.name])))
            </form>
            """
    }

    private func form(_ name: DecisionName, _ needs: [DecisionInput.Field], for visit: Visit) -> HTML {
        let fields = needs.map { field(for: $0, of: name, isBlocked, visit) }
        let words = words(for: name)
        return """
            <form class="decision\(" grave", if: words.isFinal)" method="post" action="/orders/\(order.name.inAddress)/\(name.rawValue)">\(visit.hiddenToken)
            <input type="hidden" name="version" value="\(order.version)">
            <h3>\(visit(words.title))</h3>
            <p>\(visit(words.consequence))</p>
            \(words.warning.map { "<p class=\"warning\">\(visit($0))</p>" as HTML })
            \(fields)
            <button class="\(name == .confirm || name.rawValue == answers.first ? "primary" : "")"\(" disabled", if: visit.isReadOnly)>\(name.button)</button>
            \(visit.copyable(command(commandLine(name, needs))))
            </form>
            """
    }

    private func field(
        for field: DecisionInput.Field, of name: DecisionName, _ isBlocked: Bool, _ visit: Visit
    ) -> HTML {
        let id = "\(name.rawValue)-\(field.rawValue)"
        switch field {
        case .reason:
            return """
                <p class="field"><label for="\(id)">\(visit("Reason, for the history", zh: "原因（记入历史）"))</label>\
                <input id="\(id)" name="reason" required maxlength="500" autocomplete="off"></p>
                """
        case .orderNumber:
            return """
                <p class="field"><label for="\(id)">\(visit("The vendor's order number", zh: "供应商订单号"))</label>\
                <input id="\(id)" name="orderNumber" required maxlength="64" autocomplete="off"\(candidates.isEmpty ? nil : " list=\"candidates\"" as HTML)></p>
                <datalist id="candidates">\(candidates.map { "<option value=\"\($0)\"></option>" as HTML })</datalist>
                \(candidates.isEmpty ? nil : "<p class=\"hint\">\(visit("Candidates:", zh: "候选：")) \(candidates.map { "<code>\($0)</code> " as HTML })</p>" as HTML)
                """
        case .manifest:
            let rows = manifest.map { min(14, $0.split(separator: "\n").count + 1) } ?? 8
            // The first line break of a text area is none of its text.
            return """
                <p class="field"><label for="\(id)">\(visit("The whole manifest as it is to be", zh: "修改后的完整清单"))</label>\
                <textarea id="\(id)" name="manifest" rows="\(rows)" required spellcheck="false">\("\n" + (manifest ?? ""))</textarea></p>
                """
        case .despiteFindings:
            guard isBlocked else { return "" }
            return """
                <p class="field check"><input type="checkbox" id="\(id)" name="despiteFindings">\
                <label for="\(id)">\(visit("Although a prerequisite does not hold", zh: "即使前提条件不满足")) <code>--despite-findings</code></label></p>
                """
        case .confirmedName:
            guard case .destroys = kind.confirmation else { return "" }
            return """
                <p class="field"><label for="\(id)">\(visit("The name of what is destroyed, typed again", zh: "再次输入将被销毁对象的名称"))</label>\
                <input id="\(id)" name="confirmedName" required maxlength="64" autocomplete="off"></p>
                """
        case .findings: return ""
        }
    }

    /// The vendor's orders among which one is asked to choose.
    private var candidates: [String] {
        guard case .list(let candidates) = order.presentation.fields["candidates"] else { return [] }
        return candidates.compactMap { candidate in
            guard case .object(let fields) = candidate, case .text(let number) = fields["orderNumber"] else {
                return nil
            }
            return number
        }
    }

    private func commandLine(_ name: DecisionName, _ needs: [DecisionInput.Field]) -> [String] {
        if name == .mend { return ["sluice", "mend", order.name, "--apply"] }
        var words = ["sluice", "order", name.rawValue, order.name]
        for need in needs {
            switch need {
            case .reason: words += ["--reason", "TEXT"]
            case .orderNumber: words += ["--order-number", "NUMBER"]
            case .manifest: words.append("MANIFEST")
            case .confirmedName:
                guard case .destroys = kind.confirmation else { break }
                words += [kind.name == WorkspaceReleasePlan.kind ? "--workspace-name" : "--cluster-name", "NAME"]
            case .despiteFindings, .findings: break
            }
        }
        return words
    }

    private struct Words {
        let title: LocalizedText
        let consequence: LocalizedText
        var warning: LocalizedText?
        var isFinal = false
    }

    private func words(for name: DecisionName) -> Words {
        switch name {
        case .confirm:
            switch kind.confirmation {
            case .buys:
                Words(
                    title: LocalizedText("Confirm and buy", zh: "确认并购买"),
                    consequence: LocalizedText(
                        "Every prerequisite is looked at once more, the service agreement is accepted, and the next step buys.",
                        zh: "再次检查所有前提条件，接受服务协议，下一步即购买。"),
                    warning: LocalizedText(
                        "An order cannot be cancelled once it is bought.", zh: "订单一经购买不可取消。"), isFinal: true)
            case .changes:
                Words(
                    title: LocalizedText("Confirm the change", zh: "确认变更"),
                    consequence: LocalizedText(
                        "What it rests on is looked at once more; the next steps make the change.",
                        zh: "再次检查其前提；之后的步骤将执行变更。"))
            case .destroys:
                Words(
                    title: LocalizedText("Confirm the release", zh: "确认释放"),
                    consequence: LocalizedText(
                        "The next step destroys it, with all that runs in it.", zh: "下一步将销毁它及其中运行的一切。"),
                    warning: LocalizedText("What is destroyed is gone for good.", zh: "销毁后无法恢复。"), isFinal: true)
            }
        case .amend:
            Words(
                title: LocalizedText("Amend", zh: "修改"),
                consequence: LocalizedText(
                    "Changes what may still change in this phase; what an unanswered call may have made is looked for first.",
                    zh: "修改此阶段仍可更改的内容；会先查找未得到答复的调用可能已创建的资源。"))
        case .withdraw:
            Words(
                title: LocalizedText("Give it up", zh: "放弃"),
                consequence: LocalizedText(
                    "Ends the order while nothing is bought that we know of. Refused while a request to buy may still surface.",
                    zh: "在已知未购买时结束订单。若购买请求仍可能生效，则会被拒绝。"),
                warning: LocalizedText("It cannot be taken up again.", zh: "之后无法恢复。"))
        case .repurchase:
            Words(
                title: LocalizedText("Buy again", zh: "再次购买"),
                consequence: LocalizedText(
                    "The purchase cannot be accounted for: another request to buy is sent, knowingly. Refused as long as the "
                        + "last one may still surface.",
                    zh: "购买结果无法确认：将再次发出购买请求。若上次请求仍可能生效，则会被拒绝。"),
                warning: LocalizedText(
                    "If the first purchase was made after all, both are paid for.", zh: "若首次购买其实已成功，两次均需付费。"),
                isFinal: true)
        case .adopt:
            Words(
                title: LocalizedText("Say which purchase is ours", zh: "指定属于我们的购买"),
                consequence: LocalizedText(
                    "Takes one of the vendor's orders for this one. It must be visible, of this specification, bear no other "
                        + "key and belong to no other order. Nothing is bought.",
                    zh: "将供应商的某个订单认作此订单。它必须可见、规格相符、不带其他密钥且不属于其他订单。不会购买任何东西。"))
        case .abandon:
            Words(
                title: LocalizedText("Take the cluster for lost", zh: "认定集群丢失"),
                consequence: LocalizedText(
                    "It is looked for once more; if it is not seen, the order ends as failed and says what was paid for.",
                    zh: "将再次查找；若仍不可见，订单以失败结束，并说明已付费的内容。"),
                warning: LocalizedText("The order cannot be taken up again.", zh: "订单无法恢复。"), isFinal: true)
        case .mend:
            Words(
                title: LocalizedText("Mend what can be mended", zh: "修正可修正的问题"),
                consequence: LocalizedText(
                    "What belongs to the order alone (a bucket's versioning and access, a VPC's name) is mended in its next "
                        + "turns, each a step in its history. A role is changed by a workflow of its own, which is confirmed now.",
                    zh: "仅属于该订单的问题（存储空间的版本控制与权限、专有网络名称）将在之后的步骤中修正，每一步都会记入历史。角色由单独的流程变更，该流程会立即确认。"))
        }
    }
}

extension DecisionName {
    /// What its button is called: as the command.
    var button: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}
