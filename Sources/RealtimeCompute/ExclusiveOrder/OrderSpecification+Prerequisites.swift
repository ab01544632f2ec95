extension OrderSpecification {
    /// What must hold before anything is bought, in the order in which findings are shown.
    package var prerequisitesOfBuying: [any Prerequisite] {
        [CallerIsAccount(), SaleIsOpen(.exclusive, in: region)] + prerequisitesOfTheCluster(on: nil)
    }

    /// What must hold after the payment, before the cluster is asked for on the instance that was bought.
    ///
    /// Whether the sale is open is no longer asked.
    package func prerequisitesAfterPayment(on instance: InstanceID) -> [any Prerequisite] {
        [CallerIsAccount()] + prerequisitesOfTheCluster(on: instance)
    }

    /// What must hold as long as the cluster is to serve its projects.
    ///
    /// The role may have lost what only the making of a cluster needs.
    package var prerequisitesOfServing: [any Prerequisite] {
        let vSwitch: [any Prerequisite] = [VSwitchExists(cluster.vSwitch, in: cluster.vpc, cluster.zone)]
        let actions = Figures.requiredActions.filter { !Figures.actionsOfCreation.contains($0) }
        let role: [any Prerequisite] = [
            RoleExists(Figures.role), RoleIsTrusting(Figures.role, principal: Figures.assumedServicePrincipal),
            RoleMayAct(Figures.role, actions + [Figures.requiredStorageActions]),
        ]
        return prerequisitesOfTheVPCItself + vSwitch + prerequisitesOfItsBucket + role
    }

    private func prerequisitesOfTheCluster(on instance: InstanceID?) -> [any Prerequisite] {
        let vSwitch: [any Prerequisite] = [VSwitchExists(cluster.vSwitch, in: cluster.vpc, cluster.zone)]
        let role: [any Prerequisite] = [
            RoleExists(Figures.role), RoleIsTrusting(Figures.role, principal: Figures.assumedServicePrincipal),
            RoleMayAct(Figures.role, Figures.requiredActions + [Figures.requiredStorageActions]),
            ClusterNameIsFree(name: cluster.name, region: region, instance: instance),
        ]
        let names: [any Prerequisite] = projects.map { ProjectNameIsFree($0.name) }
        return prerequisitesOfTheVPCItself + vSwitch + prerequisitesOfItsVSwitch + prerequisitesOfItsZone
            + prerequisitesOfItsBucket + role + names + prerequisitesOfItsRange + prerequisitesOfItsStorage
    }

    // MARK: - Of each place that it names

    /// What must hold of the VPC, in which the cluster's own range and the storage that it reaches have their part.
    package var prerequisitesOfItsVPC: [any Prerequisite] {
        prerequisitesOfTheVPCItself + prerequisitesOfItsRange + prerequisitesOfItsStorage
    }

    /// What must hold of the vSwitch, beyond that it is there: for want of it the vendor's wizard does not offer it.
    package var prerequisitesOfItsVSwitch: [any Prerequisite] {
        [VSwitchHasAddresses(cluster.vSwitch, needed: capacity.nodes)]
    }

    /// What must hold of the zone: for want of it the vendor's wizard does not offer it.
    package var prerequisitesOfItsZone: [any Prerequisite] { [ZoneHasStock(cluster.zone, needs: [masters, slaves])] }

    /// What must hold of the bucket.
    package var prerequisitesOfItsBucket: [any Prerequisite] {
        [
            BucketExists(bucket: cluster.bucket, region: region), BucketNameIsLawful(bucket: cluster.bucket),
            BucketIsStandard(bucket: cluster.bucket), BucketIsPrivate(bucket: cluster.bucket),
            BucketHasNoVersioning(bucket: cluster.bucket),
        ]
    }

    /// What must hold of the cluster's own network range, if it has one.
    package var prerequisitesOfItsRange: [any Prerequisite] {
        [ClusterRangeIsApart(range: cluster.cidr, vpc: cluster.vpc)]
    }

    private var prerequisitesOfTheVPCItself: [any Prerequisite] {
        [VPCExists(vpc: cluster.vpc, region: region), VPCIsNamed(vpc: cluster.vpc)]
    }

    private var prerequisitesOfItsStorage: [any Prerequisite] {
        [StorageIsInReach(storage: storage, region: region, vpc: cluster.vpc)]
    }
}
