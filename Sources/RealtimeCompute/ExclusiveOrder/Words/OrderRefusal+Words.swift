package import Documents
package import Wording
import Workflow

extension RefusalGround: ExplainedGround {
    package var code: String {
        switch self {
        case .notApplicable: "not-applicable"
        case .notPermitted: "not-permitted"
        case .insufficientCapacity: "insufficient-capacity"
        case .saleClosed: "sale-closed"
        case .prerequisitesDoNotHold: "prerequisites-do-not-hold"
        case .mustHold: "prerequisite-must-hold"
        case .endHasMoved: "end-has-moved"
        case .visibilityWindowOpen: "visibility-window-open"
        case .purchasesAreOurs: "purchases-are-ours"
        case .candidatesNotShown: "candidates-not-shown"
        case .notAdoptable: "not-adoptable"
        case .projectUnderWay: "project-under-way"
        case .clusterVisible: "cluster-visible"
        case .nameNotTyped: "name-not-typed"
        case .unchangeable: "unchangeable"
        }
    }

    package func message(of event: String, in phase: String) -> LocalizedText {
        switch self {
        case .notApplicable:
            let deed = Self.deed(of: event)
            return LocalizedText(
                "\(deed.english) is not possible while the order is \(phase)",
                zh: "订单处于 \(phase) 阶段，无法\(deed.chinese)")
        case .notPermitted(let denied):
            return LocalizedText(
                "\(denied.caller.kind.rawValue) \(denied.caller.id) may not \(denied.action); only the account itself may",
                zh: "\(denied.caller.kind.rawValue) \(denied.caller.id) 无权执行 \(denied.action)；仅主账号可以"
            )
        case .insufficientCapacity(let shortage):
            return LocalizedText(
                "\(shortage.requested.count) CU are asked for; \(shortage.free.count) are free",
                zh: "需要 \(shortage.requested.count) CU；仅剩 \(shortage.free.count) CU"
            )
        case .saleClosed(let product, let since):
            let mode =
                switch product {
                case .exclusive: LocalizedText("exclusive mode", zh: "独享模式")
                case .shared: LocalizedText("shared mode", zh: "共享模式")
                }
            return since.map {
                LocalizedText(
                    "\(mode.english) is no longer sold, since \($0.rfc3339)", zh: "\(mode.chinese)已于 \($0.rfc3339) 停售")
            } ?? LocalizedText("\(mode.english) is no longer sold", zh: "\(mode.chinese)已停售")
        case .prerequisitesDoNotHold:
            return LocalizedText("a prerequisite does not hold", zh: "有前提条件不满足")
        case .mustHold(let finding):
            return finding.message
        case .endHasMoved(let end):
            return LocalizedText(
                "the instance has been renewed since, and ends at \(end.rfc3339): the last request may have done it",
                zh: "实例此后已续费，到期时间为 \(end.rfc3339)：可能正是上次请求所致")
        case .visibilityWindowOpen(let end?):
            return LocalizedText(
                "the last request to buy may still surface until \(end.nextWholeSecond.rfc3339)",
                zh: "上次购买请求在 \(end.nextWholeSecond.rfc3339) 之前仍可能出现"
            )
        case .visibilityWindowOpen(nil):
            return LocalizedText("the last request to buy has not been looked for yet", zh: "尚未查找上次购买请求")
        case .purchasesAreOurs(let numbers):
            let list = numbers.map(\.rawValue).joined(separator: ", ")
            return LocalizedText("these purchases bear the order's key: \(list)", zh: "这些购买带有本订单的标记：\(list)")
        case .candidatesNotShown(let numbers):
            let list = numbers.map(\.rawValue).joined(separator: ", ")
            return LocalizedText(
                "the look has just found purchases that might be ours: \(list)", zh: "刚刚查找到可能属于本订单的购买：\(list)")
        case .notAdoptable(let number, let obstacle):
            return LocalizedText("purchase \(number) cannot be adopted:", zh: "无法认领购买 \(number)：")
                .followed(by: obstacle.words)
        case .projectUnderWay(let name):
            return LocalizedText(
                "a request for project \(name) may be under way, and the manifest no longer has it as it was asked for",
                zh: "项目 \(name) 的创建请求可能仍在途中，而清单已不再包含它")
        case .clusterVisible(let id):
            return LocalizedText("cluster \(id) can be seen: it is not lost", zh: "可以看到集群 \(id)：它并未丢失")
        case .nameNotTyped(let subject, let typed):
            let (name, noun) = (subject.name, subject.noun)
            return typed.map {
                LocalizedText(
                    "the \(noun.english) is \(name), not \($0.printable())",
                    zh: "\(noun.chinese)名称为 \(name)，而非 \($0.printable())")
            }
                ?? LocalizedText(
                    "the name of the \(noun.english) has to be typed: \(name)", zh: "需要输入\(noun.chinese)名称：\(name)")
        case .unchangeable(let fields):
            let list = fields.joined(separator: ", ")
            return LocalizedText(
                "these may not change while the order is \(phase): \(list)", zh: "\(phase) 阶段不可更改：\(list)")
        }
    }

    package var hint: LocalizedText {
        switch self {
        case .notApplicable:
            LocalizedText("See what it waits for: sluice order show ORDER.", zh: "查看订单在等待什么：sluice order show ORDER。")
        case .notPermitted:
            LocalizedText("Use the credentials of the account.", zh: "请使用主账号凭证。")
        case .insufficientCapacity:
            LocalizedText("Ask for fewer CUs, or scale the cluster.", zh: "请减少 CU，或扩容集群。")
        case .saleClosed:
            LocalizedText("Use fully managed Flink for new needs.", zh: "新需求请使用 Flink 全托管。")
        case .prerequisitesDoNotHold:
            LocalizedText(
                "Mend the findings, or confirm with --despite-findings.", zh: "请修正所列问题，或使用 --despite-findings 确认。")
        case .mustHold(let finding):
            finding.hint
        case .endHasMoved:
            LocalizedText(
                "Advance until its order can be seen; or withdraw this renewal.", zh: "请推进直到看到其订单；或撤回本次续费。")
        case .visibilityWindowOpen(nil):
            LocalizedText("Look first: sluice advance ORDER.", zh: "请先查找：sluice advance ORDER。")
        case .visibilityWindowOpen:
            LocalizedText("Wait until then; sluice advance ORDER looks again.", zh: "请等待；sluice advance ORDER 会再次查找。")
        case .purchasesAreOurs:
            LocalizedText(
                "Advance the order, which finds them; adopt one if there are several: sluice order adopt ORDER.",
                zh: "请推进订单以找到它们；若有多笔，请认领其一：sluice order adopt ORDER。")
        case .candidatesNotShown:
            LocalizedText(
                "Look at them first; then adopt one, or say again that none is ours.", zh: "请先查看；再认领其中之一，或再次声明均不属于本订单。")
        case .notAdoptable:
            LocalizedText("See the candidates: sluice order show ORDER.", zh: "查看候选购买：sluice order show ORDER。")
        case .projectUnderWay:
            LocalizedText(
                "Advance the order, which finds it or makes it; then amend.", zh: "请先推进订单以找到或创建该项目，再修改。")
        case .clusterVisible:
            LocalizedText("Advance the order.", zh: "请推进订单。")
        case .nameNotTyped(let subject, _):
            LocalizedText(
                "It is destroyed for good: type its name with \(subject.option).",
                zh: "释放后不可恢复：请用 \(subject.option) 输入名称。")
        case .unchangeable:
            LocalizedText("Leave them as they are, or place another order.", zh: "请保持原值，或另下订单。")
        }
    }

    package var values: [String: JSONValue] {
        switch self {
        case .notApplicable, .prerequisitesDoNotHold:
            [:]
        case .notPermitted(let denied):
            [
                "action": .text(denied.action), "needed": .text(denied.needed.rawValue),
                "caller": ["type": .text(denied.caller.kind.rawValue), "id": .text(denied.caller.id)],
            ]
        case .insufficientCapacity(let shortage):
            ["requested": .integer(shortage.requested.count), "free": .integer(shortage.free.count)]
        case .mustHold(let finding):
            ["check": .text(finding.check.rawValue), "resource": .text(finding.resource)]
        case .endHasMoved(let end):
            ["endsAt": .text(end.rfc3339)]
        case .saleClosed(_, let since):
            since.map { ["since": .text($0.rfc3339)] } ?? [:]
        case .visibilityWindowOpen(let end):
            end.map { ["until": .text($0.nextWholeSecond.rfc3339)] } ?? [:]
        case .purchasesAreOurs(let numbers), .candidatesNotShown(let numbers):
            ["orderNumbers": .list(numbers.map { .text($0.rawValue) })]
        case .notAdoptable(let number, let obstacle):
            ["orderNumber": .text(number.rawValue), "obstacle": .text(obstacle.id)]
        case .projectUnderWay(let name):
            ["project": .text(name.rawValue)]
        case .clusterVisible(let id):
            ["cluster": .text(id.rawValue)]
        case .nameNotTyped(let subject, _):
            ["name": .text(subject.name)]
        case .unchangeable(let fields):
            ["fields": .list(fields.map { .text($0) })]
        }
    }

    /// What was to be done, in the operator's words where the operator was to do it.
    private static func deed(of event: String) -> LocalizedText {
        switch OrderEvent.Name(rawValue: event) {
        case .confirmed: LocalizedText("confirming", zh: "确认")
        case .amended: LocalizedText("amending", zh: "修改")
        case .withdrawn: LocalizedText("withdrawing", zh: "撤回")
        case .repurchaseOrdered: LocalizedText("repurchasing", zh: "重新购买")
        case .purchaseAdopted: LocalizedText("adopting a purchase", zh: "认领购买")
        case .clusterAbandoned: LocalizedText("abandoning the cluster", zh: "放弃集群")
        case .imported: LocalizedText("importing", zh: "导入")
        case .repairOrdered: LocalizedText("mending", zh: "修正")
        case .placed, .purchaseBegun, .purchased, .purchaseFound, .purchaseRefused, .purchaseNotMade, .purchaseUnseen,
            .purchaseNotFound, .purchaseAmbiguous, .cleared, .obstructed, .clusterCreated, .clusterRefused,
            .clusterAdvanced, .clusterRunning, .clusterLate, .clusterFailed, .clusterUnseen, .ticketOpened, .repaired,
            .repairRefused,
            .ticketRefused,
            .projectCreated, .projectRefused, nil:
            LocalizedText(verbatim: event)
        }
    }
}

extension AdoptionObstacle {
    fileprivate var id: String {
        switch self {
        case .notVisible: "not-visible"
        case .notPaid: "not-paid"
        case .otherSpecification: "other-specification"
        case .otherKey: "other-key"
        case .owned: "owned"
        case .disowned: "disowned"
        case .withoutEffect: "without-effect"
        }
    }

    fileprivate var words: LocalizedText {
        switch self {
        case .notVisible: LocalizedText("it cannot be seen", zh: "无法看到该购买")
        case .notPaid: LocalizedText("it is not paid", zh: "尚未支付")
        case .otherSpecification: LocalizedText("it is of another specification", zh: "规格不同")
        case .otherKey: LocalizedText("it bears another order's key", zh: "带有其他订单的标记")
        case .owned(let name): LocalizedText("order \(name) owns it", zh: "已属于订单 \(name)")
        case .disowned: LocalizedText("a repurchase has disowned it", zh: "重新购买时已被否认")
        case .withoutEffect:
            LocalizedText("the instance does not end later than when this was confirmed", zh: "实例的到期时间并未晚于确认之时")
        }
    }
}
