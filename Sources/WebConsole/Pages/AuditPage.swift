import Provisioning
import TransparencyLog
import Wording
import WorkflowEngine
import WorkflowSQLite

/// The log: its size, its key, and what proves that it is whole.
struct AuditPage: Page {
    let size: Int
    let root: MerkleHash?
    let verifier: String?
    let lastCheckpoint: Int?
    let command: @Sendable ([String]) -> String

    init(of workplace: Workplace) throws {
        command = workplace.tools.command
        guard let journal = try workplace.journal else {
            (size, root, verifier, lastCheckpoint) = (0, nil, nil, nil)
            return
        }
        size = try journal.size
        root = size > 0 ? try journal.root(ofFirst: size) : nil
        verifier = try journal.verifier().description
        lastCheckpoint = workplace.tools.lastCheckpoint(journal)
    }

    func title(for visit: Visit) -> String { visit("Audit", zh: "审计") }

    func content(for visit: Visit) -> HTML {
        guard let root, let verifier else {
            return
                "<h1>\(title(for: visit))</h1><p class=\"calm\" id=\"log\" data-live>\(visit("There is no log yet: it begins with the first order.", zh: "尚无日志：自第一个订单开始。"))</p>"
        }
        let since = lastCheckpoint.map { visit("\($0) entries; \(size - $0) since", zh: "\($0) 条；其后 \(size - $0) 条") }
        return """
            <h1>\(title(for: visit))</h1>
            <section id="log" data-live><h2>\(visit("The log", zh: "日志"))</h2>
            <dl class="facts"><dt>\(visit("entries", zh: "条数"))</dt><dd>\(size)</dd>
            <dt>\(visit("root", zh: "根哈希"))</dt><dd><code>\(root.base64)</code></dd>
            <dt>\(visit("public key", zh: "公钥"))</dt><dd><code>\(verifier)</code></dd>
            <dt>\(visit("last checkpoint", zh: "最近检查点"))</dt><dd>\(since ?? visit("none was taken", zh: "尚未生成"))</dd></dl></section>
            <section><h2>\(visit("Prove it", zh: "证明"))</h2>
            <div class="decisions">
            \(form("/audit/verify", visit("Verify now", zh: "立即验证"), visit("Hashes every line anew, replays every order by the machine's own rules and compares it with where it stands.", zh: "重新计算每一行的哈希，按状态机规则重放每个订单并与现状比较。"), ["sluice", "audit", "verify"], visit))
            \(form("/audit/checkpoint", visit("Take a checkpoint", zh: "生成检查点"), visit("Verifies what came since the last one and signs for all of it. Keep it where whoever can change the store cannot change it.", zh: "验证上次之后的内容并为全部内容签名。请保存在能修改存储者无法触及之处。"), ["sluice", "audit", "checkpoint", "--to", "FILE"], visit))
            <div class="decision"><h3>\(visit("Export", zh: "导出"))</h3>
            <p>\(visit("Every line as it is hashed, and a checkpoint that is signed for them: the two are all that a stranger needs.", zh: "每一行的原始字节，以及为其签名的检查点：他人仅凭这两者即可验证。"))</p>
            <p class="actions"><a class="button" href="/audit/export/sluice-\(size).jsonl" download>\(visit("Download the log", zh: "下载日志"))</a>
            <a class="button" href="/audit/export/sluice-\(size).jsonl.checkpoint" download>\(visit("Download its checkpoint", zh: "下载其检查点"))</a></p>
            \(visit.copyable("sluice audit verify sluice-\(size).jsonl --verifier \(verifier)"))</div></div></section>
            """
    }

    private func form(_ action: String, _ title: String, _ words: String, _ line: [String], _ visit: Visit) -> HTML {
        """
        <form class="decision" method="post" action="\(action)">\(visit.hiddenToken)<h3>\(title)</h3><p>\(words)</p>
        <button\(" disabled", if: visit.isReadOnly && action != "/audit/verify")>\(title)</button>\(visit.copyable(command(line)))</form>
        """
    }
}
