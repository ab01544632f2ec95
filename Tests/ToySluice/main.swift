import Provisioning
import RealtimeComputeKinds
import SluiceCommands

await runSluice(knowing: Registry(Registry.standard.kinds + [Notices()]))
