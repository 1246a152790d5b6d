import TestSupport
import Testing

/// The maximum size of folders, files and functions, so that each can be read in one sitting.
@Suite struct SizeTests {
    private static let filesMax = 20
    private static let linesMax = 300
    private static let functionLinesMax = 70

    @Test(arguments: ["Sources", "Tests"]) func `a folder has at most 20 files`(_ root: String) throws {
        let folders = Dictionary(grouping: try Repository.swiftFiles(in: root)) { file in
            file.path.split(separator: "/").dropLast().joined(separator: "/")
        }
        for (folder, files) in folders.sorted(by: { $0.key < $1.key }) {
            #expect(files.count <= SizeTests.filesMax, "\(folder): move a topic into a folder of its own")
        }
    }

    /// A file that a script writes is read where it comes from.
    @Test(arguments: try Repository.swiftFiles(in: "Sources").filter { !$0.isGenerated })
    func `a file has at most 300 lines`(_ file: SourceFile) {
        #expect(file.lines.count - 1 <= SizeTests.linesMax, "move an extension into a file of its own")
    }

    @Test(arguments: try Repository.swiftFiles(in: "Sources"))
    func `a function has at most 70 lines`(_ file: SourceFile) {
        for function in file.functions where function.linesCount > SizeTests.functionLinesMax {
            Issue.record(
                "\(file.path):\(function.line) has \(function.linesCount) lines: take a step out of it")
        }
    }

    @Test func `the length of a function is counted from its first line to its closing brace`() {
        let text = """
            struct A {
                func one() {
                    if true {
                    }
                }

                init(
                    a: Int
                ) {
                    self.a = a
                }

                var two: Int { 2 }
            }
            """
        let functions = SourceFile(path: "Sources/X/Y.swift", text: text).functions
        #expect(functions.map(\.line) == [2, 7] && functions.map(\.linesCount) == [4, 5])
    }
}

/// Files of an area are named after their entity or value.
@Suite struct NameTests {
    /// The folders for steps that every request shares; in all others each file concerns one entity or value of the
    /// domain.
    private static let shared: Set<String> = [
        "Core", "Engine", "Journal", "Contract", "Input", "Output", "Problems", "Import", "Pages",
    ]

    /// The targets with areas as folders, in which a file is not simply named after the type in it.
    private static let layers: Set<String> = ["Store", "Verify", "API"]

    /// File names for other topics than types of Domain.
    private static let others: Set<String> = [
        // Short for AdministrativeUnit, as on the wire.
        "Unit",
        // Sums and reports of several entities.
        "Boundaries", "Ledger", "Summar", "Statement", "ContributionSums", "YearSums", "HamletSums",
        "OwnerBooks",
        "FundDay", "OwnerStays",
        "HandOver", "Posting",
        // Steps of every request.
        "Authorisation", "ResourceScope",
        // The public log, and what it shows of a voucher.
        "Log", "Cosignature", "Receipt", "PublicDocument",
        // The plain-text ledger of other programs.
        "Beancount",
    ]

    @Test(arguments: try Repository.swiftFiles(in: "Sources"))
    func `a file name starts with its entity`(_ file: SourceFile) throws {
        let steps = file.path.split(separator: "/").map(String.init)
        guard steps.count == 4, NameTests.layers.contains(steps[1]), !NameTests.shared.contains(steps[2])
        else { return }
        let domain = try Repository.paths(in: "Sources/Domain")
            .compactMap { $0.split(separator: "/").last?.split(separator: ".").first }.map(String.init)
        let name = steps[3]
        let known = (domain + NameTests.others)
            .flatMap { type in type.hasSuffix("y") ? [type, String(type.dropLast()) + "ies"] : [type] }
        #expect(
            known.contains { name.hasPrefix($0) },
            "name it after its entity, or the value of Domain that it is about")
    }
}

/// Where a type is found: in the file of its name.
@Suite struct TypeFileTests {
    @Test(arguments: try Repository.swiftFiles(in: "Sources/Domain"))
    func `a file of Domain has one type, of its own name`(_ file: SourceFile) {
        let names = file.lines.compactMap { line -> Substring? in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(where: { $0 == "struct" || $0 == "enum" }), place <= 2,
                words.first == "package"
            else { return nil }
            return line.first == " " ? nil : words[place + 1].prefix { $0.isLetter || $0.isNumber }
        }
        #expect(names.count <= 1, "move \(names.dropFirst().joined(separator: ", ")) into a file of its own")
        for name in names { #expect(file.path.hasSuffix("/\(name).swift")) }
    }
}

extension SourceFile {
    /// Functions and initialisers, with their first line counted from 1.
    var functions: [(line: Int, linesCount: Int)] {
        let words = ["func ", "init(", "init?(", "init<"]
        return lines.indices.compactMap { start in
            let line = lines[start]
            let indent = line.prefix { $0 == " " }
            let head = line.dropFirst(indent.count)
            guard !head.hasPrefix("//"),
                words.contains(where: { head.hasPrefix($0) || head.contains(" " + $0) })
            else { return nil }
            let end = lines[start...].firstIndex { $0 == indent + "}" }
            guard let end,
                !lines[start..<end].dropFirst().contains(where: { isDeclaration($0, indent: indent) })
            else { return nil }
            return (line: start + 1, linesCount: end - start + 1)
        }
    }

    /// True for a line that starts another declaration at the same depth, in which case the first is a one-liner or a
    /// requirement.
    private func isDeclaration(_ line: Substring, indent: Substring) -> Bool {
        guard line.hasPrefix(indent), let next = line.dropFirst(indent.count).first else { return false }
        return !" )}".contains(next)
    }
}
