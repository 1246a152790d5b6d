// swift-tools-version: 6.2
import PackageDescription

// Imports are internal unless said otherwise, every member comes from a module that the file imports, and a warning
// stops the build. `scripts/test` adds the check that targets import only what they declare.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

// One rung of the ladder. Arrows go down only: see docs/ARCHITECTURE.md.
func rung(_ name: String, on lower: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: lower, swiftSettings: strict)
}

func tests(of name: String, with others: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name), "TestSupport"] + others,
        swiftSettings: strict)
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "danvan",
    products: [.executable(name: "danvan", targets: ["App"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        rung("HTTP"),
        rung("JSON"),
        rung("Locks"),
        rung("Text"),
        rung("Gzip", on: ["CZlib"]),
        rung("Spreadsheet", on: ["CXLSXWriter", "CExpat", "CZlib"]),
        rung("QR", on: ["CQREncode", "Text"]),
        rung("SQLite", on: ["CSQLite"]),
        rung("Network", on: ["CLinux", "HTTP", "Locks"]),
        rung("Domain", on: ["Text"]),
        rung("Transparency", on: [crypto]),
        rung("Store", on: ["SQLite", "Domain", "Text", "JSON", "Locks", "Transparency", crypto]),
        rung("Verify", on: ["Store", "SQLite", "Domain", "JSON", "Locks", "Transparency"]),
        rung(
            "API",
            on: [
                "Store", "Domain", "Text", "JSON", "HTTP", "Gzip", "QR", "Spreadsheet", "Locks",
                "Transparency",
                crypto,
                logging,
            ]),
        .executableTarget(
            name: "App",
            dependencies: [
                "API", "Verify", "Store", "Network", "Domain", "Text", "JSON", "HTTP", "Locks",
                "Transparency",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                logging,
                .product(name: "Configuration", package: "swift-configuration"),
            ],
            swiftSettings: strict),
        .target(
            name: "TestSupport",
            dependencies: ["Store", "Network", "SQLite", "Domain", "JSON", "Locks", "Transparency"],
            path: "Tests/TestSupport",
            swiftSettings: strict),
        .testTarget(
            name: "TextTests", dependencies: ["Text", "TestSupport"], exclude: ["Fixtures"],
            swiftSettings: strict),
        tests(of: "JSON"),
        tests(of: "HTTP"),
        tests(of: "Gzip"),
        tests(of: "Spreadsheet", with: ["Gzip"]),
        tests(of: "QR"),
        tests(of: "SQLite"),
        tests(of: "Domain"),
        .testTarget(
            name: "TransparencyTests", dependencies: ["Transparency", "TestSupport"], exclude: ["Fixtures"],
            swiftSettings: strict),
        tests(of: "Network", with: ["HTTP", "Locks"]),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "TestSupport", "Verify", "Store", "Domain", "SQLite", "JSON", "Text", "Locks", "Transparency",
            ],
            exclude: ["Fixtures"], swiftSettings: strict),
        tests(
            of: "API",
            with: [
                "Verify", "Store", "SQLite", "Domain", "HTTP", "JSON", "Text", "Gzip", "Spreadsheet", "Locks",
                "Transparency",
                logging,
            ]),
        tests(
            of: "App",
            with: [
                "API", "Verify", "Store", "SQLite", "Domain", "Network", "HTTP", "JSON", "Locks",
                "Spreadsheet",
                "Transparency",
                logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .testTarget(name: "LadderTests", dependencies: ["TestSupport"], swiftSettings: strict),
    ]
)
