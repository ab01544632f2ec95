import RealtimeCompute
import SimulatedCloud
import Wording
import Workflow

/// The simulated cloud: its clock, its faults, what was bought in it.
struct CloudPage: Page {
    /// So much of each sort is shown.
    private static let most = 20

    let id: String
    /// `nil` where the cloud is the vendor's.
    let simulated: CloudGlance?
    let command: @Sendable ([String]) -> String

    init(of workplace: Workplace) throws {
        id = workplace.cloud.id.rawValue
        simulated = try workplace.simulatedCloud?.glance(atMost: Self.most)
        command = workplace.tools.command
    }

    var isMoving: Bool { simulated.map { $0.clock.speed > 0 } ?? false }

    func title(for visit: Visit) -> String {
        simulated == nil ? visit("Cloud", zh: "云") : visit("Simulated cloud", zh: "模拟云")
    }

    func content(for visit: Visit) -> HTML {
        guard let cloud = simulated else {
            return """
                <h1>\(title(for: visit))</h1><p>\(visit("Orders act on", zh: "订单作用于")) <code>\(id)</code>.</p>
                <p class="hint">\(visit("It is the vendor's: there is no clock to jump and no fault to script.", zh: "这是供应商的云：没有可调的时钟和故障。"))</p>
                """
        }
        let (now, speed) = (cloud.now, cloud.clock.speed)
        return """
            <h1>\(title(for: visit))</h1>
            <section id="clock" data-live><h2>\(visit("Clock", zh: "时钟"))</h2>
            <p class="clock"><time datetime="\(now.rfc3339)">\(now.rfc3339)</time> · \(speed == 0 ? visit("stands still", zh: "静止") : visit("\(speed.formatted) times real time", zh: "真实时间的 \(speed.formatted) 倍"))</p></section>
            <section><div class="decisions">
            <form class="decision" method="post" action="/cloud/clock">\(visit.hiddenToken)<h3>\(visit("Jump", zh: "跳转"))</h3>
            <p class="field"><label for="by">\(visit("How far: 30m, 1h30m, 2d", zh: "时长：30m、1h30m、2d"))</label><input id="by" name="by" value="30m" required maxlength="20" autocomplete="off"></p>
            <button\(" disabled", if: visit.isReadOnly)>\(visit("Jump", zh: "跳转"))</button>\(visit.copyable(command(["sluice", "cloud", "clock", "advance", "30m"])))</form>
            <form class="decision" method="post" action="/cloud/speed">\(visit.hiddenToken)<h3>\(visit("Speed", zh: "速度"))</h3>
            <p class="field"><label for="speed">\(visit("Simulated seconds a second; 0 stands still", zh: "每秒的模拟秒数；0 为静止"))</label><input id="speed" name="speed" value="\(speed.formatted)" inputmode="decimal" required maxlength="20" autocomplete="off"></p>
            <button\(" disabled", if: visit.isReadOnly)>\(visit("Set speed", zh: "设置速度"))</button>\(visit.copyable(command(["sluice", "cloud", "set", "clock", "speed=60"])))</form>
            <form class="decision" method="post" action="/cloud/faults">\(visit.hiddenToken)<h3>\(visit("Script a fault", zh: "编排故障"))</h3>
            <p class="field"><label for="fault">\(visit("Such as purchase:timeout-after or create-cluster:throttle*3", zh: "例如 purchase:timeout-after 或 create-cluster:throttle*3"))</label><input id="fault" name="fault" required maxlength="80" autocomplete="off"></p>
            <button\(" disabled", if: visit.isReadOnly)>\(visit("Add fault", zh: "添加故障"))</button>\(visit.copyable(command(["sluice", "cloud", "fault", "add", "purchase:timeout-after"])))</form>
            </div></section>
            <section id="faults" data-live><h2>\(visit("Faults still to come", zh: "待发生的故障"))</h2>\(faults(cloud, visit))</section>
            <section id="bought" data-live><h2>\(visit("What was bought", zh: "已购买"))</h2>\(purchases(cloud, visit))</section>
            <section id="resources" data-live><h2>\(visit("Clusters", zh: "集群"))</h2>\(clusters(cloud, visit))</section>
            """
    }

    private func faults(_ cloud: CloudGlance, _ visit: Visit) -> HTML {
        guard !cloud.faults.isEmpty else { return "<p class=\"calm\">\(visit("None.", zh: "无。"))</p>" }
        return """
            <ul class="chips">\(cloud.faults.map { "<li><code>\($0.description)</code></li>" as HTML })</ul>
            <form method="post" action="/cloud/faults/clear">\(visit.hiddenToken)<button\(" disabled", if: visit.isReadOnly)>\(visit("Clear all faults", zh: "清除全部故障"))</button></form>
            """
    }

    private func purchases(_ cloud: CloudGlance, _ visit: Visit) -> HTML {
        let (orders, count) = cloud.purchases
        guard count > 0 else { return "<p class=\"calm\">\(visit("Nothing.", zh: "无。"))</p>" }
        let rows = orders.reversed().map { order -> HTML in
            """
            <tr><th scope="row"><code>\(order.orderNumber.rawValue)</code></th><td><code>\(order.key?.rawValue ?? "-")</code></td><td>\(visit.moment(order.madeAt, from: cloud.now))</td></tr>
            """
        }
        return """
            <p>\(visit(count == 1 ? "1 purchase" : "\(told(count)) purchases", zh: "\(told(count)) 次购买"))</p>
            \(visit.table(visit("Purchases", zh: "购买"), [visit("Order number", zh: "订单号"), visit("Key", zh: "密钥"), visit("Made", zh: "时间")], rows))
            """
    }

    private func clusters(_ cloud: CloudGlance, _ visit: Visit) -> HTML {
        let (clusters, count) = cloud.clusters
        guard count > 0 else { return "<p class=\"calm\">\(visit("None.", zh: "无。"))</p>" }
        let rows = clusters.map { cluster -> HTML in
            """
            <tr><th scope="row"><code>\(cluster.id.rawValue)</code></th><td>\(cluster.name.rawValue)</td><td>\(cluster.status.title)</td></tr>
            """
        }
        let table = visit.table(
            visit("Clusters", zh: "集群"), ["id", visit("Name", zh: "名称"), visit("Status", zh: "状态")], rows)
        return "<p>\(visit(count == 1 ? "1 cluster" : "\(told(count)) clusters", zh: "\(told(count)) 个集群"))</p>\(table)"
    }

    /// A count as far as things were counted.
    private func told(_ count: Int) -> String {
        count > CloudGlance.counted ? "\(CloudGlance.counted)+" : String(count)
    }
}

extension Double {
    /// Without a fraction where there is none.
    fileprivate var formatted: String { self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self) }
}
