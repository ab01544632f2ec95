import RealtimeCompute

/// Every service answers from its own folder.
extension SimulatedCloud: Cloud {}
