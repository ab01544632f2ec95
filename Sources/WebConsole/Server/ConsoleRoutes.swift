import Documents
import Foundation
import Hummingbird
import Logging
import Metrics
import NIOCore
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import SimulatedCloud
import TransparencyLog
import Wording
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// Which request is answered by which page or action.
struct ConsoleRoutes {
    let workplace: Workplace
    let settings: ConsoleSettings
    let secrets: Secrets
    let desk: FrontDesk
    let logger: Logger

    var responder: some HTTPResponder<ConsoleContext> {
        let router = Router(context: ConsoleContext.self)
        router.add(middleware: RequestLog(logger: logger))
        router.add(middleware: SecurityHeaders())
        router.add(middleware: Entrance(secrets: secrets, settings: settings, notices: desk.notices))
        // Behind the entrance: whom the page of an error is for is known by then.
        router.add(middleware: ErrorPages())
        addPages(to: router)
        addActions(to: router)
        addAudit(to: router)
        addMachinery(to: router)
        return router.buildResponder()
    }

    // MARK: - Pages

    private func addPages(to router: Router<ConsoleContext>) {
        let (workplace, desk) = (workplace, desk)
        get(router, "/") { _, _ in try await OverviewPage(of: workplace, desk.counts, desk.endings) }
        get(router, "/orders") { _, visit in try await OrdersPage(of: workplace, for: visit) }
        get(router, "/orders/:name") { context, visit in
            try await OrderPage(try context.part("name"), of: workplace, for: visit)
        }
        get(router, "/orders/:name/versions/:version") { context, _ in
            try await VersionPage(try context.part("name"), version: try context.part("version"), of: workplace)
        }
        get(router, "/new") { _, visit in
            try await NewOrderPage(of: workplace, kind: visit.value("kind"), order: visit.value("order"), form: nil)
        }
        get(router, "/clusters") { _, visit in try await ClustersPage(of: workplace, desk.counts, for: visit) }
        get(router, "/access") { _, _ in try await AccessPage(of: workplace) }
        get(router, "/audit") { _, _ in try AuditPage(of: workplace) }
        get(router, "/cloud") { _, _ in try CloudPage(of: workplace) }
    }

    private func get<P: Page & SendableMetatype>(
        _ router: Router<ConsoleContext>, _ path: RouterPath,
        _ page: @escaping @Sendable (ConsoleContext, Visit) async throws -> P
    ) {
        router.get(path) { _, context -> Response in
            let visit = try context.letIn
            let start = ContinuousClock.now
            let answer = Response.page(try await page(context, visit), for: visit)
            Timer(label: "sluice_page").record(duration: ContinuousClock.now - start)
            return answer
        }
    }

    // MARK: - What changes something

    private func addActions(to router: Router<ConsoleContext>) {
        let workplace = workplace
        post(router, "/orders/:name/advance") { context, visit, form in
            let (provisioner, id) = try await workplace.provisioner(for: try context.part("name"), by: visit.actor)
            // Whoever presses it on an old page would not know what the step does.
            let report = try await provisioner.advance(id, seen: try DecisionInput(form, needing: []))
            let notice =
                report.failure.map { Notice(tone: .problem, message: $0.message, hint: nil) }
                ?? .moved(report.transitions)
            return .to("/orders/\(report.workflow.name.inAddress)", notice)
        }
        for decision in DecisionName.allCases {
            post(router, RouterPath("/orders/:name/\(decision.rawValue)")) { context, visit, form in
                let (provisioner, id) = try await workplace.provisioner(for: try context.part("name"), by: visit.actor)
                let kind = try await workplace.kind(of: id)
                let input = try DecisionInput(form, needing: kind.needs(of: decision))
                let notice =
                    decision == .mend
                    ? try await mended(id, with: input, by: provisioner)
                    : Notice(try await provisioner.decide(decision, on: id, with: input))
                return .to("/orders/\(try await provisioner.workflow(id).name.inAddress)", notice)
            }
        }
        post(router, "/new/check") { _, _, form in
            .page(try await NewOrderPage(of: workplace, kind: form["kind"], form: form))
        }
        post(router, "/new/manifest") { _, _, form in
            let page = try await NewOrderPage(of: workplace, kind: form["kind"], form: form)
            return .file(
                page.manifest, named: "\(form["name"].isEmpty ? "order" : form["name"]).yaml", type: "application/yaml")
        }
        post(router, "/new/place") { _, visit, form in
            let page = try await NewOrderPage(of: workplace, kind: form["kind"], form: form)
            guard case .looked = page.outlook else { return .page(page, .unprocessableContent) }
            let manifest = try workplace.registry.manifest(in: try Document(text: page.manifest, source: "manifest"))
            let preview = try await manifest.preview(in: try await workplace.environment())
            // The store is made only now that there is something to keep in it.
            let provisioner = workplace.tools.provisioner(try workplace.journalMadeIfNeeded(), visit.actor)
            let placed: WorkflowReport
            do {
                placed = try await provisioner.place([preview])[0]
            } catch let refused as any Explained {
                // What was typed is kept.
                return .page(page.refused(refused), refused.answeringStatus)
            }
            return .to(
                "/orders/\(placed.name.inAddress)",
                Notice(
                    tone: .done,
                    message: LocalizedText("placed as a draft: nothing is bought yet", zh: "已创建草稿：尚未购买")))
        }
        post(router, "/preferences") { _, visit, form in .preferences(form) }
        addCloud(to: router)
    }

    private func addCloud(to router: Router<ConsoleContext>) {
        let workplace = workplace
        post(router, "/cloud/clock") { _, _, form in
            guard let duration = Duration(text: form["by"]) else { throw UnreadableField.duration }
            try workplace.simulated().advanceClock(by: duration)
            return .to("/cloud", Notice(tone: .done, message: LocalizedText("the clock was jumped", zh: "时钟已跳转")))
        }
        post(router, "/cloud/speed") { _, _, form in
            guard let speed = Double(form["speed"]), CloudClock.speeds.contains(speed) else {
                throw UnreadableField.speed
            }
            let node = Node.object(of: [("speed", try Document(text: form["speed"], source: "speed").root)])
            try workplace.simulated().change { state, now, realNow in
                try state.set("clock", node, at: now, realNow: realNow)
            }
            return .to("/cloud", Notice(tone: .done, message: LocalizedText("the speed was set", zh: "速度已设置")))
        }
        post(router, "/cloud/faults") { _, _, form in
            guard let fault = FaultScript(form["fault"]) else { throw UnreadableField.fault }
            try workplace.simulated().change { state, now, _ in state.add(fault, at: now) }
            return .to("/cloud", Notice(tone: .done, message: LocalizedText("the fault is on script", zh: "故障已编排")))
        }
        post(router, "/cloud/faults/clear") { _, _, _ in
            try workplace.simulated().change { state, now, _ in state.clearFaults(nil, at: now) }
            return .to("/cloud", Notice(tone: .done, message: LocalizedText("all faults are off", zh: "已清除全部故障")))
        }
    }

    /// What an action is answered with.
    private enum Outcome {
        /// Another page, with what was done at its top.
        case to(String, Notice)
        case page(NewOrderPage, HTTPResponse.Status = .ok)
        case file(String, named: String, type: String = "text/plain; charset=utf-8")
        case preferences(Form)
    }

    private func post(
        _ router: Router<ConsoleContext>, _ path: RouterPath,
        _ action: @escaping @Sendable (ConsoleContext, Visit, Form) async throws -> Outcome
    ) {
        let (notices, secrets) = (desk.notices, secrets)
        router.post(path) { request, context -> Response in
            let visit = try context.letIn
            let form = try await Form.read(from: request)
            guard Secrets.agree(form["formToken"], secrets.formToken) else {
                return .page(ErrorPage.forged, for: visit, .forbidden)
            }
            switch try await action(context, visit, form) {
            case .to(let address, let notice):
                return .redirect(to: "\(address)?notice=\(notices.keep(notice))")
            case .page(let page, let status): return .page(page, for: visit, status)
            case .file(let text, let name, let type): return .download(text, named: name, type: type)
            case .preferences(let form): return .preferring(form)
            }
        }
    }

    /// Has findings mended; what was begun is told of whatever comes after it.
    private func mended(
        _ id: WorkflowID, with input: DecisionInput, by provisioner: Provisioner
    ) async throws -> Notice {
        var begun: [String] = []
        do {
            return Notice(try await provisioner.mend(id, with: input) { begun.append($0.workflow.name) })
        } catch let error as any Explained where !begun.isEmpty {
            var notice = Notice(error)
            notice.workflows = begun
            return notice
        }
    }

    // MARK: - The log

    private func addAudit(to router: Router<ConsoleContext>) {
        let (workplace, audits) = (workplace, desk.audits)
        post(router, "/audit/verify") { _, _, _ in
            let journal = try workplace.log()
            do {
                let report = try await audits.run {
                    try await WorkflowBook(journal, of: workplace.registry, at: nil).audit(
                        journal, against: [], trusting: try journal.verifier())
                }
                return .to(
                    "/audit",
                    Notice(
                        tone: .done,
                        message: LocalizedText(
                            "verified: \(report.size) entries are whole, in order and unaltered",
                            zh: "验证通过：\(report.size) 条完整、有序、未被更改")))
            } catch let problem as LogAudit.Problem {
                return .to("/audit", Notice(tone: .problem, message: problem.message))
            }
        }
        post(router, "/audit/checkpoint") { _, _, _ in
            let signed = try await workplace.tools.verifiedCheckpoint(try workplace.log())
            return .file(signed.note.description, named: "sluice-\(signed.checkpoint.size).checkpoint")
        }
        router.get("/audit/export/:file") { _, context -> Response in
            _ = try context.letIn
            let file = try context.part("file")
            let journal = try workplace.log()
            let number = file.hasPrefix("sluice-") ? file.dropFirst(7).prefix { $0.isNumber } : ""
            guard let size = Int(number), (1...(try journal.size)).contains(size) else { throw HTTPError(.notFound) }
            switch file.dropFirst(7 + number.count) {
            case ".jsonl": return .export(of: journal, size: size, named: file)
            case ".jsonl.checkpoint":
                return .download(try workplace.tools.sign(journal, size).note.description, named: file)
            default: throw HTTPError(.notFound)
            }
        }
        router.get("/audit/proofs/:name") { _, context -> Response in
            let visit = try context.letIn
            let journal = try workplace.log()
            let book = WorkflowBook(journal, of: workplace.registry, at: nil)
            let id = try await book.resolve(try context.part("name"))
            let version = try visit.value("version").map { text in
                guard let version = Int(text) else { throw UnreadableField.version }
                return version
            }
            let entry = try await book.entry(of: id, at: version.map { .version($0) } ?? .now)
            let proof = try workplace.tools.prove(journal, entry)
            return .download(proof.description, named: "\(try context.part("name"))-\(entry.version).tlog-proof")
        }
    }

    // MARK: - For machines

    private func addMachinery(to router: Router<ConsoleContext>) {
        let (workplace, desk) = (workplace, desk)
        router.get("/healthz") { _, _ -> Response in
            // Whether the store and the cloud's clock can be read.
            _ = try workplace.journal?.changeMark()
            _ = try await workplace.clock.now()
            return .plain(.ok, "ok\n")
        }
        router.get("/metrics") { _, _ -> Response in
            let text = try await MetricsText(of: workplace, desk.counts, desk.metrics).text
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
        router.get("/events") { _, context -> Response in
            _ = try context.letIn
            guard let events = desk.watch.events() else {
                return .plain(.serviceUnavailable, "Too many pages are listening.\n")
            }
            return Response(status: .ok, headers: [.contentType: "text/event-stream"], body: events)
        }
        router.get("/assets/:file") { _, context -> Response in
            guard let asset = Asset(try context.part("file")) else { throw HTTPError(.notFound) }
            return Response(
                status: .ok, headers: [.contentType: asset.type, .cacheControl: "no-cache"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
        }
    }
}

extension ConsoleContext {
    /// Who asks.
    fileprivate var letIn: Visit {
        get throws {
            guard let visit else { throw HTTPError(.unauthorized) }
            return visit
        }
    }

    fileprivate func part(_ name: String) throws -> String {
        guard let part = parameters.get(name)?.removingPercentEncoding, !part.isEmpty else {
            throw HTTPError(.notFound)
        }
        return part
    }
}

extension Workplace {
    /// The log of the store.
    fileprivate func log() throws -> SQLiteJournal {
        guard let journal = try journal, try journal.size > 0 else { throw HTTPError(.notFound) }
        return journal
    }

    /// - Throws: that the cloud is not simulated.
    fileprivate func simulated() throws -> SimulatedCloud {
        guard let simulatedCloud else { throw HTTPError(.notFound) }
        return simulatedCloud
    }
}

extension Notice {
    fileprivate init(_ report: DecisionReport) {
        self = report.declined.map { Notice($0) } ?? .moved(report.transitions)
    }

    fileprivate init(_ report: MendReport) {
        let changes = report.roleChanges.map(\.change)
        let declined = changes.lazy.compactMap(\.declined).first
        guard !changes.isEmpty else {
            self = report.decision.map { Notice($0) } ?? .moved([])
            return
        }
        self =
            (declined ?? report.decision?.declined).map { Notice($0) }
            ?? Notice(
                tone: .done,
                message: LocalizedText(
                    "The role is changed by a workflow of its own; advance it first, then this one:",
                    zh: "角色由单独的流程变更；请先推进该流程，再推进此订单："))
        workflows = changes.map(\.workflow.name)
    }

    fileprivate static func moved(_ transitions: [Transition]) -> Self {
        guard !transitions.isEmpty else {
            return Self(tone: .done, message: LocalizedText("nothing changed", zh: "没有变化"))
        }
        let steps = transitions.map { "\($0.from ?? "·") → \($0.to) (\($0.event))" }.joined(separator: ", ")
        return Self(tone: .done, message: LocalizedText(verbatim: steps))
    }
}
