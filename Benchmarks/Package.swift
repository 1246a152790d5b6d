// swift-tools-version: 6.2
import PackageDescription

// A separate package, so that the peers never enter the product's dependency graph.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "danvan-benchmarks",
    platforms: [.macOS(.v14)],
    products: [
        .executable(name: "bench", targets: ["Driver"]),
        .executable(name: "hummingbird-peer", targets: ["HummingbirdPeer"]),
        .executable(name: "bare-sqlite", targets: ["BareSQLite"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    ],
    targets: [
        .executableTarget(name: "Driver", dependencies: [arguments], swiftSettings: strict),
        .executableTarget(
            name: "HummingbirdPeer",
            dependencies: [
                arguments,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .executableTarget(name: "BareSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
    ]
)
