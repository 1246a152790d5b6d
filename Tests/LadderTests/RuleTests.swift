import TestSupport
import Testing

@Suite struct RuleTests {
    private static func places(_ words: String..., outside targets: Set<String> = []) throws -> [String] {
        try Repository.swiftFiles(in: "Sources").filter { !targets.contains($0.target) && !$0.isGenerated }
            .flatMap { file in words.flatMap { file.places(of: $0) } }
    }

    @Test func `only SQLite calls the C library of SQLite`() throws {
        #expect(try RuleTests.places("sqlite3_", "CSQLite", outside: ["SQLite"]) == [])
    }

    @Test
    func `pointers are used only in SQLite, Gzip, QR, Spreadsheet, Network, Locks and the hasher of trees`()
        throws
    {
        let words = ["Unsafe", "withUnsafe", "OpaquePointer", "unsafeBitCast", "withContiguousStorage"]
        for word in words {
            let places = try RuleTests.places(
                word, outside: ["SQLite", "Gzip", "QR", "Spreadsheet", "Network", "Locks"])
            #expect(places.filter { !$0.contains("/Tree/TreeHasher.swift:") } == [])
        }
    }

    @Test func `only preconditions with a message stop the process`() throws {
        #expect(try RuleTests.places("try!", "as!", "fatalError(") == [])
        #expect(try RuleTests.places("preconditionFailure()", "assertionFailure(") == [])
    }

    @Test func `every unchecked concurrency annotation has a comment above it`() throws {
        let files = try Repository.swiftFiles(in: "Sources")
        #expect(
            files.flatMap { $0.placesWithoutReason(of: "@unchecked Sendable", "nonisolated(unsafe)") } == [])
    }

    @Test func `every discarded error has a comment above it`() throws {
        let files = try Repository.swiftFiles(in: "Sources")
        #expect(files.flatMap { $0.placesWithoutReason(of: " try? ", "(try? ") } == [])
    }

    /// True for an addition that stored values could make overflow.
    ///
    /// Two values of rows never do: see `Row.integerMax`.
    private static func isUncheckedSum(_ line: some StringProtocol) throws -> Bool {
        // Most lines have no arithmetic, and the patterns below take long.
        guard line.utf8.contains(where: { "+-*".utf8.contains($0) }) else { return false }
        // An UPDATE of a sum is bounded by its conditions, or by what came in.
        if line.drop(while: { $0 == " " }).hasPrefix("SET ") { return false }
        let patterns = [
            #"reduce\(.*[-+] "#, #"\.amount [-+*] "#, #"[-+*] \w[\w.$]*\.amount\b"#,
            #"[cC]ount \+= (try|.*\.)(?!.* \? 1 : 0)"#, #"[-+]= .*\.amount\b"#,
            #"(persons|households|quantity|cash|bank|flow) [-+]= "#,
        ]
        return try patterns.contains { try String(line).contains(Regex($0)) }
    }

    @Test(arguments: ["Domain", "Store", "API"])
    func `sums over rows are checked or clamped`(_ target: String) throws {
        for file in try Repository.swiftFiles(in: "Sources/" + target)
        where !file.path.hasSuffix("/CheckedSums.swift") && !file.path.contains("/Contract/") {
            for line in file.code {
                let isUnchecked = try RuleTests.isUncheckedSum(line.text)
                #expect(!isUnchecked, "\(file.path):\(line.number): use sum(of:), added(to:) or less(_:)")
            }
        }
    }

    @Test(arguments: [
        "let sum = rows.reduce(0) { $0 + $1.count }", "total += held.cash.amount", "cash += one.cash.amount",
        "Dong(a.amount + b.amount)", "count += try population(of: hamlet)", "Dong(a - b.amount)",
    ])
    func `the rule knows an unchecked sum`(_ line: String) throws {
        #expect(try RuleTests.isUncheckedSum(line))
    }

    @Test func `no TODO or FIXME remains`() throws {
        for folder in ["Sources", "Tests"] {
            for file in try Repository.swiftFiles(in: folder) where !file.path.hasSuffix("RuleTests.swift") {
                #expect(
                    file.lines.allSatisfy { !$0.contains("TODO") && !$0.contains("FIXME") }, "\(file.path)")
            }
        }
    }

    @Test func `only App uses async and actors`() throws {
        #expect(try RuleTests.places(" async ", "await ", "actor ", "Task {", outside: ["App"]) == [])
    }

    @Test(arguments: try Repository.swiftFiles(in: "Sources"))
    func `a file name has none of the vague words`(_ file: SourceFile) {
        let name = file.path.split(separator: "/").last.map(String.init) ?? ""
        for word in ["Utils", "Helpers", "Common", "Manager"] { #expect(!name.contains(word)) }
    }

    @Test func `a comment on the line above counts as a reason`() {
        let file = SourceFile(path: "Sources/X/Y.swift", text: "// Why.\ntry? a()\ntry? b()")
        #expect(file.placesWithoutReason(of: "try?") == ["Sources/X/Y.swift:3"])
    }

    @Test func `comments are not code`() {
        let file = SourceFile(path: "Sources/X/Y.swift", text: "/// fatalError(\n    // try!\ntry! a()")
        #expect(file.places(of: "try!", "fatalError(") == ["Sources/X/Y.swift:3"])
    }
}
