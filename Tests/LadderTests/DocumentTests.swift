import Foundation
import TestSupport
import Testing

@Suite struct DocumentTests {
    @Test(arguments: ["README.md", "CHANGELOG.md", "docs/ARCHITECTURE.md", "config/README.md"])
    func `the document exists`(_ path: String) {
        #expect(Repository.exists(path))
    }

    @Test(arguments: try documents())
    func `a document's links refer to existing files`(_ path: String) throws {
        let folder = URL(filePath: "/" + path).deletingLastPathComponent()
        for link in links(in: try Repository.text(of: path)) where !isElsewhere(link) {
            let file = link.prefix { $0 != "#" }
            guard !file.isEmpty else { continue }
            let target = folder.appending(path: String(file)).standardized.path
            #expect(Repository.exists(String(target.dropFirst())), "\(path): \(link)")
        }
    }

    @Test(arguments: try documents())
    func `a document contains no path that does not exist`(_ path: String) throws {
        let folder = String(path.reversed().drop { $0 != "/" }.reversed())
        for named in pathsNamed(in: try Repository.text(of: path)) {
            #expect(Repository.exists(named) || Repository.exists(folder + named), "\(path): \(named)")
        }
    }

    @Test(arguments: try documents().filter { $0 != "CHANGELOG.md" })
    func `a test suite that a document names exists`(_ path: String) throws {
        for suite in suitesNamed(in: try Repository.text(of: path)) {
            let isKnown = try knownSuites.get().contains(suite)
            #expect(isKnown, "\(path) names \(suite), which is no suite, file or folder of Tests")
        }
    }

    @Test(arguments: try documents().filter { $0 != "CHANGELOG.md" && !$0.hasPrefix("docs/decisions/") })
    func `a name of the code that a document gives exists`(_ path: String) throws {
        for name in codeNames(in: try Repository.text(of: path)) {
            let isKnown = try wordsOfCode.get().contains(name)
            #expect(isKnown, "\(path) names \(name), which is in no source: it was renamed")
        }
    }

    @Test func `names of the code are found in a text`() {
        let text =
            "`Expenditure.taking`, `household(_:on:)`, `scripts/test`, `secure_delete`, `isReady`, JSONWriter"
        #expect(codeNames(in: text) == ["isReady"])
        #expect(codeNames(in: "`JournalClock`, `find`, `sqlite3VdbeExec`") == ["JournalClock"])
    }

    @Test func `names of suites are found in a text`() {
        #expect(
            suitesNamed(in: "SizeTests and `Tests/APITests/A.swift`, Tests, `struct BTests:`") == [
                "SizeTests", "APITests", "BTests",
            ])
    }

    @Test func `links are found in a text`() {
        #expect(links(in: "a [b](c/d.md) and [e](https://f), [g](#h)") == ["c/d.md", "https://f", "#h"])
    }

    @Test func `paths are found in a text, patterns are not`() {
        let text =
            "`scripts/run` and `Sources/App/Serve.swift`, not `migrations/NNNN_noun.sql`, `a/b`, `Tests/…`"
        #expect(pathsNamed(in: text) == ["scripts/run", "Sources/App/Serve.swift"])
    }
}

/// Every Markdown file of the repository.
private func documents() throws -> [String] {
    let top = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
    let inFolders = try ["docs", "config"].filter(Repository.exists).flatMap(Repository.paths)
    return (top + inFolders).filter { $0.hasSuffix(".md") }.sorted()
}

/// The targets of inline links, in order.
private func links(in text: String) -> [String] {
    text.components(separatedBy: "](").dropFirst().map { String($0.prefix { $0 != ")" && $0 != " " }) }
}

/// Words in backticks with a capital inside, as Swift writes names of more than one word; not those of C libraries.
private func codeNames(in text: String) -> [String] {
    text.components(separatedBy: "`").enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
        .filter { !$0.contains { "/ \n".contains($0) } && !$0.hasSuffix(".swift") }
        .flatMap { $0.split { !($0.isLetter || $0.isNumber) } }
        .filter { word in
            !word.hasPrefix("sqlite3")
                && zip(word, word.dropFirst()).contains { $0.isLowercase && $1.isUppercase }
        }
        .map(String.init)
}

/// Every word of the sources, tests and migrations.
private let wordsOfCode = Result {
    let swift = try ["Sources", "Tests"].flatMap { try Repository.swiftFiles(in: $0) }
    let sql = try Repository.paths(in: "migrations").map { try Repository.text(of: $0) }
    var words: Set<String> = []
    for text in swift.flatMap(\.lines) + sql.map({ $0[...] }) {
        for word in text.split(whereSeparator: { !($0.isLetter || $0.isNumber) }) {
            words.insert(String(word))
        }
    }
    // Suites and folders of tests are named by their files.
    return try words.union(knownSuites.get())
}

/// The names of suites, and of files and folders with tests.
private let knownSuites = Result {
    let files = try Repository.swiftFiles(in: "Tests")
    return Set(files.flatMap { suitesNamed(in: $0.path) + suitesNamed(in: $0.lines.joined(separator: "\n")) })
}

/// Words that end with `Tests`, in order.
private func suitesNamed(in text: String) -> [String] {
    text.split { !($0.isLetter || $0.isNumber) }.filter { $0.hasSuffix("Tests") && $0 != "Tests" }
        .map(String.init)
}

private func isElsewhere(_ link: String) -> Bool { link.contains("://") || link.hasPrefix("mailto:") }

/// Words in backticks that start with a folder of the repository and are not patterns.
private func pathsNamed(in text: String) -> [String] {
    let spans = text.components(separatedBy: "`").enumerated().filter { !$0.offset.isMultiple(of: 2) }
    let folders = [
        "Sources/", "Tests/", "scripts/", "config/", "docs/", "migrations/", ".ci/", "Benchmarks/",
    ]
    return spans.map(\.element)
        .filter { span in
            folders.contains { span.hasPrefix($0) } && span.allSatisfy { !"…*<>{} \n".contains($0) }
                && !span.contains("NNNN")
        }
}
