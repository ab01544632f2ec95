/// What Sluice asks of Alibaba Cloud, service by service.
///
/// Every call may throw ``CloudError``, which says what became of the request. The port is shaped for the vendor's real
/// APIs: neither a purchase nor the creation of a cluster takes a client token there, so what may have been made is
/// found again by what it is (BssOpenApi 2017-12-14, foas 2018-11-11). Where a call takes a key, it is given one.
package protocol Cloud: CallerIdentityService, BillingService, RegionService, NetworkService, ComputeStockService,
    ObjectStorageService, AccessManagementService, ResourceStackService, RealtimeComputeService,
    WorkspaceService, TicketService, Sendable
{
    /// Which cloud this is. An order belongs to the cloud that it was drafted on.
    var id: CloudID { get }
}

/// What a call gave, and the vendor's id of the request, for evidence.
package struct Answer<Value: Sendable>: Sendable {
    package let value: Value
    package let requestID: RequestID?

    package init(_ value: Value, requestID: RequestID?) {
        self.value = value
        self.requestID = requestID
    }
}

extension Answer: Equatable where Value: Equatable {}
