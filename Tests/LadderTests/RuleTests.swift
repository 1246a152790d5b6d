import Testing

@Suite struct RuleTests {
    private static func places(_ words: String..., outside targets: Set<String> = []) throws -> [String] {
        try Repository.swiftFiles(in: "Sources").filter { !targets.contains($0.target) }
            .flatMap { file in words.flatMap { file.places(of: $0) } }
    }

    @Test func `only SQLite calls the C library of SQLite`() throws {
        #expect(try RuleTests.places("sqlite3_", "CSQLite", outside: ["SQLite"]) == [])
    }

    @Test func `pointers live in SQLite, Gzip and Network only`() throws {
        let words = ["Unsafe", "withUnsafe", "OpaquePointer", "unsafeBitCast", "withContiguousStorage"]
        for word in words {
            #expect(try RuleTests.places(word, outside: ["SQLite", "Gzip", "Network"]) == [])
        }
    }

    @Test func `nothing stops the process but a precondition with its sentence`() throws {
        #expect(try RuleTests.places("try!", "as!", "fatalError(") == [])
        #expect(try RuleTests.places("preconditionFailure()", "assertionFailure(") == [])
    }

    @Test func `no promise about concurrency goes unchecked without its reason`() throws {
        let files = try Repository.swiftFiles(in: "Sources")
        #expect(
            files.flatMap { $0.placesWithoutReason(of: "@unchecked Sendable", "nonisolated(unsafe)") } == [])
    }

    @Test func `an error is dropped only with the reason beside it`() throws {
        let files = try Repository.swiftFiles(in: "Sources")
        #expect(files.flatMap { $0.placesWithoutReason(of: " try? ", "(try? ") } == [])
    }

    @Test func `nothing is left to do`() throws {
        for folder in ["Sources", "Tests"] {
            for file in try Repository.swiftFiles(in: folder) where !file.path.hasSuffix("RuleTests.swift") {
                #expect(
                    file.lines.allSatisfy { !$0.contains("TODO") && !$0.contains("FIXME") }, "\(file.path)")
            }
        }
    }

    @Test func `nothing below App waits with async or hides in an actor`() throws {
        #expect(try RuleTests.places(" async ", "await ", "actor ", "Task {", outside: ["App"]) == [])
    }

    @Test(arguments: try Repository.swiftFiles(in: "Sources"))
    func `a file has less than 350 lines`(_ file: SourceFile) {
        #expect(file.lines.count < 350)
    }

    @Test(arguments: try Repository.swiftFiles(in: "Sources"))
    func `a file's name says what is in it`(_ file: SourceFile) {
        let name = file.path.split(separator: "/").last.map(String.init) ?? ""
        for word in ["Utils", "Helpers", "Common", "Manager"] { #expect(!name.contains(word)) }
    }

    @Test func `a reason is found on the line above`() {
        let file = SourceFile(path: "Sources/X/Y.swift", text: "// Why.\ntry? a()\ntry? b()")
        #expect(file.placesWithoutReason(of: "try?") == ["Sources/X/Y.swift:3"])
    }

    @Test func `words in comments are not code`() {
        let file = SourceFile(path: "Sources/X/Y.swift", text: "/// fatalError(\n    // try!\ntry! a()")
        #expect(file.places(of: "try!", "fatalError(") == ["Sources/X/Y.swift:3"])
    }
}
