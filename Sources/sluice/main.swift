import SluiceCommands

await runSluice()
