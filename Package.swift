// swift-tools-version: 6.2
import PackageDescription

/// One list of settings for every target: strict memory safety, existential and import rules, warnings are errors.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// Tests read thousands of binaries and link real programs again, which takes ten times as long without.
let optimizedInTests: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// Where no byte of a binary is read, size counts more than speed.
let small: [SwiftSetting] = [.unsafeFlags(["-Osize"], .when(configuration: .release))]

/// `-static-stdlib` exports every symbol of a program, which keeps them all: nothing is exported. Equal functions are there once.
/// At a fixed address, as Go links by default, 50,000 relocations and the pages they write are saved at every start; C libraries,
/// stack and heap stay at random ones. A build ID of the contents tells one Pare from another.
let slimLink: [LinkerSetting] = [
    .unsafeFlags(["-Xlinker", "--build-id"]),
    .unsafeFlags(
        ["-Xlinker", "--no-export-dynamic", "-Xlinker", "--icf=safe", "-Xclang-linker", "-no-pie"],
        .when(configuration: .release)),
]

/// What `pare init --ci` writes.
let ciTemplates = [
    "github-workflow.yml", "github-comment-workflow.yml", "github-action.yml", "github-comment.py", "gitlab.yml",
    "buildkite.yml",
]

/// The Go program that `pare measure --pack` builds for another machine.
let runnerFiles = [
    "go.mod", "main.go", "report.go", "trace.go", "workload.go", "readiness.go", "process.go", "launcher.go", "program_unix.go",
    "program_windows.go",
]

/// Modules point one way: each may import only those above it in this list (held by ArchitectureTests).
let package = Package(
    name: "pare",
    products: [.executable(name: "pare", targets: ["pare"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        .systemLibrary(name: "CLibelf", pkgConfig: "libelf", providers: [.apt(["libelf-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CYaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CProcess"),
        .target(name: "CFaults"),
        .target(name: "CLauncher"),
        .target(name: "BinaryFormats", dependencies: ["CLibelf", "CZlib", "CZstd"], swiftSettings: settings + optimizedInTests),
        .target(name: "GoMetadata", dependencies: ["BinaryFormats"], swiftSettings: settings + optimizedInTests),
        .target(
            name: "Attribution", dependencies: ["BinaryFormats", "GoMetadata"], swiftSettings: settings + optimizedInTests),
        .target(
            name: "Linkage", dependencies: ["BinaryFormats", "GoMetadata"], swiftSettings: settings + optimizedInTests),
        .target(
            name: "Profiles", dependencies: ["BinaryFormats", "GoMetadata", "CZlib"], swiftSettings: settings + optimizedInTests),
        .target(name: "JSON", swiftSettings: settings + optimizedInTests),
        .target(
            name: "Planning", dependencies: ["CYaml"],
            resources: ciTemplates.map { .embedInCode("Templates/\($0)") }, swiftSettings: settings + small),
        .target(name: "Reports", dependencies: ["Attribution", "Profiles", "Planning", "JSON"], swiftSettings: settings + small),
        .target(name: "Gating", dependencies: ["Planning", "Reports"], swiftSettings: settings + small),
        .target(
            name: "Rendering", dependencies: ["Attribution", "Planning", "JSON", "Reports"],
            resources: [
                "page.html", "page.css", "map.css", "base.js", "data.js", "tree.js", "colours.js", "layout.js", "map.js",
                "keys.js", "tables.js", "profile.js", "page.js",
            ].map { .embedInCode("HTML/Page/\($0)") },
            swiftSettings: settings + small),
        .target(name: "GoSource", swiftSettings: settings + small),
        .target(
            name: "Host",
            dependencies: [
                "BinaryFormats", "CFaults", "CLauncher", "CProcess", "CZlib",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], swiftSettings: settings + small),
        .target(
            name: "Toolchain",
            dependencies: [
                "GoMetadata", "GoSource", "JSON", "Planning", "Reports", "Host",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], swiftSettings: settings + small),
        .target(
            name: "History",
            dependencies: [
                "BinaryFormats", "CSQLite", "CZlib", "Planning", "Reports", "Host", "Toolchain",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], swiftSettings: settings + optimizedInTests + small),
        .target(
            name: "Savings",
            dependencies: [
                "BinaryFormats", "GoMetadata", "Attribution", "Linkage", "Profiles", "GoSource", "JSON", "Planning", "Reports",
                "Host", "Toolchain",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], swiftSettings: settings + small),
        .target(
            name: "Building",
            dependencies: [
                "BinaryFormats", "GoMetadata", "Attribution", "Linkage", "Profiles", "GoSource", "JSON", "Planning", "Reports",
                "Host", "Toolchain",
                "Savings", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], swiftSettings: settings + small),
        .target(
            name: "Measuring",
            dependencies: [
                "BinaryFormats", "GoMetadata", "Profiles", "JSON", "Planning", "Reports", "Host",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            resources: runnerFiles.map { .embedInCode("Runner/\($0)") }, swiftSettings: settings + small),
        .target(
            name: "Pipelines",
            dependencies: [
                "BinaryFormats", "GoMetadata", "Attribution", "Linkage", "JSON", "Planning", "Reports", "Host", "Toolchain",
                "History", "Savings", "Building", "Measuring", "Profiles", "Gating", "Rendering",
                .product(name: "SystemPackage", package: "swift-system"),
            ], swiftSettings: settings + small),
        .executableTarget(
            name: "pare",
            dependencies: [
                "Pipelines", "Measuring", "Building", "Savings", "History", "Toolchain", "Host", "Rendering", "Gating", "Reports",
                "Planning",
                "Profiles",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: settings + small, linkerSettings: slimLink),
        .target(
            name: "Fixtures",
            dependencies: [
                "BinaryFormats", "GoMetadata", "Attribution", "Reports", "CZlib", "CZstd",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], path: "Tests/Fixtures", exclude: ["Goreleaser"], swiftSettings: settings),
        .testTarget(name: "BinaryFormatsTests", dependencies: ["BinaryFormats", "Fixtures"], swiftSettings: settings),
        .testTarget(name: "GoMetadataTests", dependencies: ["GoMetadata", "Fixtures"], swiftSettings: settings),
        .testTarget(name: "AttributionTests", dependencies: ["Attribution", "Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "LinkageTests", dependencies: ["Linkage", "BinaryFormats", "GoMetadata", "Fixtures"], swiftSettings: settings),
        .testTarget(name: "ProfilesTests", dependencies: ["Profiles", "BinaryFormats", "Fixtures"], swiftSettings: settings),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "PlanningTests", dependencies: ["Planning", "Fixtures"], exclude: ["Snapshots"], swiftSettings: settings),
        .testTarget(name: "ReportsTests", dependencies: ["Reports", "JSON", "Planning", "Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "GatingTests", dependencies: ["Gating", "Rendering", "Reports", "Planning", "Fixtures"], swiftSettings: settings
        ),
        .testTarget(
            name: "RenderingTests",
            dependencies: ["Rendering", "Gating", "Reports", "JSON", "Planning", "Attribution", "Fixtures"],
            exclude: ["Snapshots", "Validators"], swiftSettings: settings),
        .testTarget(name: "GoSourceTests", dependencies: ["GoSource", "Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "HostTests",
            dependencies: ["Host", "BinaryFormats", "Fixtures", .product(name: "SystemPackage", package: "swift-system")],
            swiftSettings: settings),
        .testTarget(
            name: "ToolchainTests", dependencies: ["Toolchain", "GoSource", "Host", "Planning", "Reports", "Fixtures"],
            swiftSettings: settings),
        .testTarget(
            name: "HistoryTests",
            dependencies: [
                "History", "Host", "JSON", "Planning", "Rendering", "Reports", "Toolchain", "Fixtures",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], swiftSettings: settings),
        .testTarget(
            name: "SavingsTests",
            dependencies: ["Savings", "GoSource", "Host", "Toolchain", "Planning", "Reports", "Fixtures"],
            swiftSettings: settings),
        .testTarget(
            name: "BuildingTests",
            dependencies: [
                "Building", "BinaryFormats", "GoSource", "Host", "Toolchain", "Savings", "Planning", "Reports", "Fixtures",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], swiftSettings: settings),
        .testTarget(
            name: "MeasuringTests", dependencies: ["Measuring", "Profiles", "JSON", "Planning", "Reports", "Host", "Fixtures"],
            swiftSettings: settings),
        .testTarget(
            name: "PipelinesTests",
            dependencies: ["Pipelines", "JSON", "Host", "Toolchain", "Savings", "Building", "Planning", "Reports", "Fixtures"],
            swiftSettings: settings),
        .testTarget(
            name: "PareTests",
            dependencies: [
                "pare", "Fixtures", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], exclude: ["Snapshots", "Templates"], swiftSettings: settings),
        .testTarget(
            name: "GoBuildTests",
            dependencies: [
                "BinaryFormats", "GoMetadata", "Attribution", "Fixtures",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], swiftSettings: settings),
        .testTarget(
            name: "ArchitectureTests",
            dependencies: [
                "Fixtures", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], swiftSettings: settings),
    ]
)

// `make fuzz`: instruments the analysis for libFuzzer, which only this build has.
if Context.environment["FUZZ"] == "1" {
    let instrumented = SwiftSetting.unsafeFlags(["-sanitize=fuzzer,address"])
    for target in package.targets where ["BinaryFormats", "GoMetadata", "Attribution"].contains(target.name) {
        target.swiftSettings = settings + [instrumented]
    }
    package.targets += [
        .systemLibrary(name: "CFuzzer", path: "Tests/Fuzzing/CFuzzer"),
        .executableTarget(
            name: "fuzz-weigh", dependencies: ["BinaryFormats", "GoMetadata", "Attribution", "Fixtures", "CFuzzer"],
            path: "Tests/Fuzzing/Weigh", swiftSettings: settings + [instrumented],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]),
    ]
}
