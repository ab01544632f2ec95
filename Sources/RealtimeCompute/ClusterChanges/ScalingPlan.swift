import Workflow

/// More or fewer slaves, masters of another model, or both.
package struct ScalingPlan: ClusterChangePlan {
    package static let kind = "cluster-scaling"

    /// So many slaves in all; `nil` if as many as there are.
    package let slaves: Int?
    /// Of what model the masters are to be; `nil` if of the one they are.
    package let masters: MachineModel?
    /// Of the cluster's zone, for the new slaves; `nil` if the cluster's own is to give the addresses.
    package let vSwitch: VSwitchID?

    package init(slaves: Int?, masters: MachineModel?, vSwitch: VSwitchID?) {
        self.slaves = slaves
        self.masters = masters
        self.vSwitch = vSwitch
    }

    /// The vendor's API scales pay-as-you-go clusters only.
    ///
    /// Source: ExpandCluster and ShrinkCluster of foas, version 2018-11-11.
    package func isByHand(for subject: ClusterSubject) -> Bool { subject.billing.method == .subscription }

    /// Slaves first, unless the masters must be larger before they bear them.
    package func nextRequest(_ sight: ClusterSight) -> ClusterRequest? {
        let changeOfMasters: ClusterRequest? =
            if let masters, let now = sight.masters?.model, masters != now { .changeMaster(to: masters) } else { nil }
        guard let slaves, let now = sight.slaves, slaves != now.count else { return changeOfMasters }
        guard slaves > now.count else { return .shrink(toSlaves: slaves) }
        if let changeOfMasters, let masters = sight.masters, let bound = masters.model.largestCluster,
            Capacity(of: masters, Machines(now.model, count: slaves)).computeUnits > bound
        {
            return changeOfMasters
        }
        return .expand(toSlaves: slaves)
    }

    package func isAtWork(_ sight: ClusterSight) -> Bool {
        switch sight.clusterStatus {
        case .expanding, .reducing, .upgrading, .maintaining: true
        case .starting, .running, .destroying, .destroyed, .failed, nil: false
        }
    }

    package var endsTheSubject: Bool { false }
}

/// The workflow of a scaling.
package typealias ClusterScaling = SubjectChange<ScalingPlan>
