// swift-tools-version: 6.2

import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let inMemoryTracing = Target.Dependency.product(name: "InMemoryTracing", package: "swift-distributed-tracing")
let nio = ["NIOCore", "NIOHTTP1", "NIOPosix"].map { Target.Dependency.product(name: $0, package: "swift-nio") }
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "sluice",
    products: [
        .executable(name: "sluice", targets: ["sluice"]),
        .library(name: "WorkflowEngine", targets: ["CanonicalJSON", "Workflow", "WorkflowEngine", "WorkflowSQLite"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(name: "Wording"),
        .target(name: "CanonicalJSON"),
        .target(name: "Workflow", dependencies: ["CanonicalJSON"]),
        .target(name: "TransparencyLog", dependencies: [crypto]),
        .target(
            name: "WorkflowEngine", dependencies: ["CanonicalJSON", "Wording", "Workflow", metrics, logging, tracing]),
        .target(
            name: "SQLiteMigrations",
            path: "Migrations/SQLite",
            resources: [
                .embedInCode("V0001_journal.sql"), .embedInCode("V0002_many_orders.sql"),
                .embedInCode("V0003_notifications.sql"), .embedInCode("V0004_regions.sql"),
                .embedInCode("V0005_asking.sql"),
            ]
        ),
        .target(
            name: "WorkflowSQLite",
            dependencies: [
                "CanonicalJSON", "Wording", "Workflow", "WorkflowEngine", "TransparencyLog", "SQLiteMigrations", grdb,
            ]),
        .target(name: "Documents", dependencies: ["Wording", yams]),
        .target(name: "AccessPolicies", dependencies: ["Wording", "Workflow", "Documents"]),
        .target(
            name: "RealtimeCompute",
            dependencies: ["CanonicalJSON", "Wording", "Workflow", "Documents", "AccessPolicies"]),
        .target(
            name: "SimulatedCloud",
            dependencies: ["Wording", "Workflow", "Documents", "AccessPolicies", "RealtimeCompute", grdb]
        ),
        .target(
            name: "Diagnosis", dependencies: ["Wording", "Documents"],
            resources: [.embedInCode("Knowledge/known-errors.yaml")]),
        .target(name: "AlibabaWire", dependencies: ["Workflow", crypto]),
        .target(
            name: "AlibabaCloud",
            dependencies: [
                "Wording", "Workflow", "WorkflowEngine", "Documents", "RealtimeCompute", "AlibabaWire", asyncHTTPClient,
                nioSSL,
            ] + nio
        ),
        .target(
            name: "CloudEmulator",
            dependencies: [
                "Workflow", "Documents", "AccessPolicies", "RealtimeCompute", "SimulatedCloud", "AlibabaWire",
                hummingbirdCore, serviceLifecycle,
                httpTypes, nioHTTPTypes, logging,
            ] + nio
        ),
        .target(
            name: "Provisioning",
            dependencies: [
                "CanonicalJSON", "Wording", "Workflow", "WorkflowEngine", "TransparencyLog", "Documents",
                "RealtimeCompute", logging,
            ]
        ),
        .target(
            name: "RealtimeComputeKinds",
            dependencies: [
                "CanonicalJSON", "Wording", "Workflow", "WorkflowEngine", "Documents", "RealtimeCompute",
                "Provisioning",
            ]
        ),
        .target(
            name: "SelfTest",
            dependencies: [
                "CanonicalJSON", "Wording", "Workflow", "WorkflowEngine", "WorkflowSQLite", "Documents",
                "RealtimeCompute",
                "SimulatedCloud", "Provisioning", "RealtimeComputeKinds", "AlibabaWire", "AlibabaCloud",
                "CloudEmulator",
                logging,
            ]
        ),
        .target(
            name: "Notifications",
            dependencies: [
                "Wording", "Workflow", "WorkflowEngine", "TransparencyLog", "WorkflowSQLite", "Documents",
                "RealtimeCompute", "Provisioning", "RealtimeComputeKinds", asyncHTTPClient, crypto, logging,
                serviceLifecycle,
            ] + nio
        ),
        .target(
            name: "WebConsole",
            dependencies: [
                "CanonicalJSON", "Wording", "Workflow", "WorkflowEngine", "TransparencyLog", "WorkflowSQLite",
                "Documents",
                "RealtimeCompute",
                "SimulatedCloud", "Provisioning", "RealtimeComputeKinds", metrics, crypto, httpTypes, hummingbird,
                hummingbirdCore,
                logging, serviceLifecycle,
            ] + nio,
            resources: [
                .embedInCode("Assets/console.css"), .embedInCode("Assets/console.js"), .embedInCode("Assets/icon.svg"),
            ]),
        .target(
            name: "SluiceCommands",
            dependencies: [
                "CanonicalJSON", "Wording", "Workflow", "WorkflowEngine", "TransparencyLog", "WorkflowSQLite",
                "Documents",
                "AccessPolicies", "Diagnosis", "RealtimeCompute",
                "SimulatedCloud", "Provisioning", "RealtimeComputeKinds", "SelfTest", "AlibabaCloud", "CloudEmulator",
                "Notifications", "WebConsole", argumentParser, logging, serviceLifecycle, unixSignals,
            ]
        ),
        .executableTarget(
            name: "sluice", dependencies: ["SluiceCommands"],
            // A start is most of what a short command takes. At a fixed address, 500 pages need no relocation and are not
            // copied: 5 ms of 27; the libraries, the heap and the stack stay at random addresses. Without a table of the
            // 56,000 symbols that nothing looks up by name: 1 ms. lld makes the smaller relocations that are left (glibc
            // 2.36).
            linkerSettings: [
                .unsafeFlags([
                    "-use-ld=lld", "-Xclang-linker", "-no-pie", "-Xlinker", "--no-export-dynamic", "-Xlinker", "-z",
                    "-Xlinker", "pack-relative-relocs",
                ])
            ]),
        .executableTarget(
            name: "sluice-bench",
            dependencies: [
                "CanonicalJSON", "Workflow", "WorkflowEngine", "TransparencyLog", "WorkflowSQLite", "Documents",
                "RealtimeCompute",
                "SimulatedCloud", "Provisioning", "RealtimeComputeKinds", argumentParser, crypto, grdb, logging, sqlite,
            ]
        ),
        .target(
            name: "WorkflowTestKit",
            dependencies: ["CanonicalJSON", "Wording", "Workflow", "WorkflowEngine", "Documents"]),
        .testTarget(name: "TransparencyLogTests", dependencies: ["TransparencyLog"]),
        .testTarget(name: "WordingTests", dependencies: ["Wording"]),
        .testTarget(name: "CanonicalJSONTests", dependencies: ["CanonicalJSON", "Workflow"]),
        .testTarget(name: "WorkflowTests", dependencies: ["Workflow", "WorkflowTestKit"]),
        .testTarget(
            name: "WorkflowEngineTests",
            dependencies: ["CanonicalJSON", "Wording", "Workflow", "WorkflowEngine", "WorkflowTestKit", logging]),
        .testTarget(
            name: "WorkflowSQLiteTests",
            dependencies: ["Workflow", "WorkflowEngine", "WorkflowSQLite", "SQLiteMigrations", "WorkflowTestKit", grdb]
        ),
        .testTarget(name: "DocumentsTests", dependencies: ["Documents", "Wording"]),
        .testTarget(name: "DiagnosisTests", dependencies: ["Diagnosis", "Wording", "Workflow"]),
        .testTarget(
            name: "AccessPoliciesTests", dependencies: ["AccessPolicies", "Documents", "Workflow", "WorkflowTestKit"]),
        .testTarget(
            name: "RealtimeComputeTests",
            dependencies: [
                "CanonicalJSON", "Wording", "Workflow", "WorkflowEngine", "Documents", "RealtimeCompute",
                "SimulatedCloud",
                "WorkflowTestKit",
            ],
            exclude: ["Goldens"]
        ),
        .testTarget(
            name: "SimulatedCloudTests",
            dependencies: [
                "Wording", "Workflow", "Documents", "RealtimeCompute", "SimulatedCloud", grdb, "WorkflowTestKit",
            ]
        ),
        .testTarget(
            name: "AlibabaWireTests", dependencies: ["AlibabaWire", "Documents", "Workflow"],
            exclude: ["KnownAnswers"]),
        .testTarget(
            name: "AlibabaCloudTests",
            dependencies: [
                "Wording", "Workflow", "Documents", "RealtimeCompute", "SimulatedCloud", "AlibabaWire", "AlibabaCloud",
                "CloudEmulator", "SelfTest", "WorkflowTestKit", logging,
            ] + nio
        ),
        .testTarget(
            name: "CloudEmulatorTests",
            dependencies: [
                "Workflow", "Documents", "RealtimeCompute", "SimulatedCloud", "AlibabaWire", "CloudEmulator",
                "WorkflowTestKit", logging,
            ] + nio
        ),
        .testTarget(
            name: "ProvisioningTests",
            dependencies: [
                "CanonicalJSON", "Wording", "Workflow", "WorkflowEngine", "Documents", "RealtimeCompute",
                "SimulatedCloud",
                "Provisioning", "RealtimeComputeKinds", "SelfTest",
                "SQLiteMigrations", "WorkflowTestKit", grdb, logging,
            ]
        ),
        .testTarget(
            name: "SelfTestTests",
            dependencies: [
                "CanonicalJSON", "SelfTest", "Wording", "Workflow", "WorkflowEngine", "Documents", "RealtimeCompute",
                "SimulatedCloud",
                "Provisioning", "RealtimeComputeKinds",
            ]
        ),
        .testTarget(
            name: "WebConsoleTests",
            dependencies: [
                "WebConsole", "Wording", "WorkflowEngine", "Documents", "Provisioning", "RealtimeCompute",
                "RealtimeComputeKinds",
            ]),
        .testTarget(name: "NotificationsTests", dependencies: ["Notifications"]),
        .executableTarget(
            name: "toy-sluice",
            dependencies: [
                "Wording", "Workflow", "WorkflowEngine", "Documents", "RealtimeCompute", "Provisioning",
                "RealtimeComputeKinds", "SluiceCommands", tracing, inMemoryTracing,
            ],
            path: "Tests/ToySluice"
        ),
        .testTarget(
            name: "SluiceTests",
            dependencies: [
                "sluice", "toy-sluice", "Documents", "TransparencyLog", "Workflow", "WorkflowTestKit", grdb,
            ],
            exclude: ["Goldens"]),
    ],
    swiftLanguageModes: [.v6]
)

/// What the library that others may depend on is made of.
let library: Set<String> = [
    "Wording", "CanonicalJSON", "Workflow", "WorkflowEngine", "TransparencyLog", "SQLiteMigrations", "WorkflowSQLite",
]

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
    ]
    // A package that is depended on may not have such flags.
    if !library.contains(target.name) {
        // Else every type that is generic is made by its mangled name, for which the runtime looks up conformances one by one
        // among all of the program's: a third of the start.
        target.swiftSettings?.append(
            .unsafeFlags(
                ["-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors"], .when(configuration: .release)
            ))
    }
}
