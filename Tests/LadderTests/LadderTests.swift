import Foundation
import TestSupport
import Testing

/// The modules each target may import: our own by the layers of DESIGN §2, others by the target's purpose.
private let ladder: [String: Set<String>] = [
    "HTTP": [],
    "JSON": [],
    "Text": ["Foundation"],
    "Locks": ["Glibc", "Synchronization"],
    "Domain": ["Text"],
    "Transparency": ["Crypto"],
    "SQLite": ["CSQLite"],
    "Gzip": ["CZlib"],
    "Spreadsheet": ["CXLSXWriter", "CExpat", "CZlib", "Glibc"],
    "QR": ["CQREncode", "Text"],
    "Network": ["CLinux", "HTTP", "Glibc", "Dispatch", "Locks"],
    "Store": [
        "SQLite", "Domain", "Text", "JSON", "Transparency", "Crypto", "Foundation", "Glibc", "Dispatch",
        "Locks",
    ],
    "API": [
        "Store", "Domain", "Text", "JSON", "HTTP", "Gzip", "QR", "Spreadsheet", "Transparency", "Crypto",
        "Foundation", "Logging",
        // Workers for slow reads.
        "Dispatch", "Locks",
        // Temporary files for long tables.
        "Glibc",
    ],
    "Verify": ["Store", "SQLite", "Domain", "JSON", "Transparency", "Dispatch", "Locks"],
    "App": [
        "API", "Verify", "Store", "Network", "Domain", "Text", "JSON", "HTTP", "Transparency",
        "ArgumentParser", "Logging",
        "Configuration", "Foundation", "Glibc", "Dispatch", "Locks",
    ],
]

/// The layers of DESIGN §2, from the bottom.
private let levels: [Set<String>] = [
    ["CSQLite", "CLinux", "CZlib", "CXLSXWriter", "CExpat", "CQREncode", "HTTP", "JSON", "Text", "Locks"],
    ["SQLite", "Gzip", "QR", "Spreadsheet", "Network", "Domain", "Transparency"],
    ["Store"],
    ["API", "Verify"],
    ["App"],
]

private let cTargets: Set<String> = ["CSQLite", "CLinux", "CZlib", "CXLSXWriter", "CExpat", "CQREncode"]

@Suite struct LadderTests {
    @Test(arguments: try Repository.swiftFiles(in: "Sources"))
    func `a file imports only what its target may`(_ file: SourceFile) throws {
        let allowed = try #require(ladder[file.target], "a target without a row in the ladder")
        #expect(Set(file.imports).subtracting(allowed).isEmpty)
    }

    @Test func `every folder of Sources is a target of a layer`() throws {
        let folders = Set(try Repository.paths(in: "Sources").map { String($0.split(separator: "/")[1]) })
        #expect(folders == Set(ladder.keys).union(cTargets))
        #expect(folders == levels.reduce([]) { $0.union($1) })
    }

    @Test(arguments: ladder.keys.sorted())
    func `targets depend only on lower layers`(_ target: String) throws {
        let level = try #require(levels.firstIndex { $0.contains(target) })
        let below = levels[..<level].reduce(Set()) { $0.union($1) }
        let ours = levels.reduce(Set()) { $0.union($1) }
        #expect((ladder[target] ?? []).intersection(ours).subtracting(below).isEmpty)
    }

    @Test(arguments: ladder.keys.sorted())
    func `Package_swift gives a target exactly the dependencies it imports`(_ target: String) throws {
        let ours = levels.reduce(Set()) { $0.union($1) }
        #expect(try dependencies(of: target).intersection(ours) == ladder[target]?.intersection(ours))
    }

    @Test func `Store and Network are independent`() {
        #expect(ladder["Store"]?.contains("Network") == false)
        #expect(ladder["Network"]?.contains("Store") == false)
    }

    @Test func `API depends on neither SQLite nor Network`() {
        #expect(ladder["API"]?.isDisjoint(with: ["SQLite", "Network"]) == true)
    }

    @Test(arguments: ["HTTP", "JSON", "Domain", "Transparency"])
    func `the pure targets do not import Foundation`(_ target: String) {
        #expect(ladder[target]?.contains { $0.hasPrefix("Foundation") } == false)
    }

    @Test(arguments: [
        ("import HTTP", "HTTP"), ("package import Domain", "Domain"), ("@testable import App", "App"),
        ("import struct Foundation.Data", "Foundation"), ("let import = 1", nil), ("/// import HTTP", nil),
    ])
    func `an import is found despite modifiers`(_ line: String, _ module: String?) {
        let file = SourceFile(path: "Sources/X/Y.swift", text: line)
        #expect(file.imports == [module].compactMap { $0 })
    }
}

/// The dependencies of `target` in Package.swift: of `rung("Store", on: […])`, or of the executable.
private func dependencies(of target: String) throws -> Set<String> {
    let manifest = try Repository.text(of: "Package.swift")
    let beginnings = [
        "rung(\"\(target)\"", "rung(\n            \"\(target)\"",
        "name: \"\(target)\",\n            dependencies: [",
    ]
    let start = beginnings.compactMap { manifest.range(of: $0)?.upperBound }.first
    let list = manifest[try #require(start)...].prefix { $0 != ")" }
    let names = list.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    return Set(names)
}
