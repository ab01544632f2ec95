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

    private func prerequisitesOfTheCluster(on instance: InstanceID?) -> [any Prerequisite] {
        let place: [any Prerequisite] = [
            VPCExists(vpc: cluster.vpc, region: region), VPCIsNamed(vpc: cluster.vpc),
            VSwitchExists(cluster.vSwitch, in: cluster.vpc, cluster.zone),
            VSwitchHasAddresses(cluster.vSwitch, needed: capacity.nodes),
            ZoneHasStock(cluster.zone, needs: [masters, slaves]),
            BucketExists(bucket: cluster.bucket, region: region), BucketNameIsLawful(bucket: cluster.bucket),
            BucketIsStandard(bucket: cluster.bucket), BucketIsPrivate(bucket: cluster.bucket),
            BucketHasNoVersioning(bucket: cluster.bucket), RoleExists(Figures.role),
            RoleIsTrusting(Figures.role, principal: Figures.assumedServicePrincipal),
            RoleMayAct(Figures.role, Figures.requiredActions + [Figures.requiredStorageActions]),
            ClusterNameIsFree(name: cluster.name, region: region, instance: instance),
        ]
        let names: [any Prerequisite] = projects.map { ProjectNameIsFree($0.name) }
        let network: [any Prerequisite] = [
            ClusterRangeIsApart(range: cluster.cidr, vpc: cluster.vpc),
            StorageIsInReach(storage: storage, region: region, vpc: cluster.vpc),
        ]
        return place + names + network
    }
}
