package import CanonicalJSON

/// `running`: the cluster runs with so many CUs, so many of them held by projects; at least one project remains to be
/// created.
///
/// Creates the next project: adopts one of its name that is there; else asks for it. After a refusal, asks for an
/// amendment. Left by `projectCreated` and `amended` → provisioned, when none remains, and `clusterFailed` → failed;
/// `projectCreated`, `projectRefused` and `amended` else stay.
package struct Running: ClusteredPhase {
    package let order: Order
    package let purchase: OwnedPurchase
    package let instance: InstanceID
    package let cluster: WatchedCluster
    package let load: ClusterLoad
    /// The order's projects that exist, in the order of their creation.
    package let projects: [Project]
    /// Why the next project was refused, if it was.
    package let refusal: CloudRefusal?

    init(from starting: Starting, sighting: RunningSighting) {
        self.init(from: starting, running: sighting)
    }

    init(from overdue: Overdue, sighting: RunningSighting) {
        self.init(from: overdue, running: sighting)
    }

    init(importing found: Import, _ cluster: Cluster, _ load: ClusterLoad) {
        order = found.order
        purchase = found.purchase
        instance = found.instance.id
        self.cluster = WatchedCluster(cluster, since: found.at, hasBeenSeen: true)
        self.load = load
        projects = found.projects
        refusal = nil
    }

    init(from running: Running, creation: ProjectCreation) {
        self.init(
            running, order: running.order, load: creation.load, projects: running.projects + [creation.project],
            refusal: nil)
    }

    init(from running: Running, refusal: ProjectRefusal) {
        self.init(
            running, order: running.order, load: refusal.load, projects: running.projects, refusal: refusal.refusal)
    }

    init(from running: Running, amendment: Amendment) {
        self.init(
            running, order: running.order.amended(to: amendment.specification), load: amendment.load ?? running.load,
            projects: running.projects, refusal: nil)
    }

    /// The first project of the manifest that does not exist yet.
    package var nextProject: ProjectSpecification? {
        order.specification.projects.first { wanted in !projects.contains { $0.name == wanted.name } }
    }

    private init(from phase: some ClusteredPhase, running sighting: RunningSighting) {
        order = phase.order
        purchase = phase.purchase
        instance = phase.instance
        cluster = phase.cluster.seen(sighting.cluster, at: sighting.at)
        load = sighting.load
        projects = []
        refusal = nil
    }

    private init(
        _ running: Running, order: Order, load: ClusterLoad, projects: [Project], refusal: CloudRefusal?
    ) {
        self.order = order
        purchase = running.purchase
        instance = running.instance
        cluster = running.cluster
        self.load = load
        self.projects = projects
        self.refusal = refusal
    }
}

extension Running {
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.write("cluster", cluster)
        writer.write("instance", instance)
        writer.write("load", load)
        writer.write("order", order)
        writer.write("phase", OrderState.Phase.running)
        writer.write("projects", projects)
        writer.write("purchase", purchase)
        writer.write("refusal", ifPresent: refusal)
    }
}
