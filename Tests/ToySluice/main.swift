import Provisioning
import RealtimeComputeKinds
import SluiceCommands

Traces.setUp()
await runSluice(knowing: Registry(Registry.standard.kinds + [Notices()]))
