import Foundation
import TestSupport
import Testing

extension Repository {
    /// Every Swift file below `folder`, ordered by path.
    static func swiftFiles(in folder: String) throws -> [SourceFile] {
        try paths(in: folder).filter { $0.hasSuffix(".swift") }.map(SourceFile.init)
    }
}

/// A Swift file, line by line.
struct SourceFile: CustomTestStringConvertible {
    let path: String
    let lines: [Substring]

    init(_ path: String) throws {
        self.init(path: path, text: try Repository.text(of: path))
    }

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    var testDescription: String { path }

    /// The target the file belongs to: the folder below `Sources`.
    var target: String { String(path.split(separator: "/")[1]) }

    /// Whether a script of the repository writes the file.
    var isGenerated: Bool { lines.count > 1 && lines[1].hasPrefix("// Written by scripts/") }

    /// The modules the file imports, ignoring modifiers: `package import struct Foo.Bar` is `Foo`.
    var imports: [String] { code.compactMap { SourceFile.importedModule(in: $0.text) } }

    /// The lines that are not just a comment, numbered from 1.
    var code: [(number: Int, text: Substring)] {
        lines.enumerated().map { (number: $0 + 1, text: $1) }.filter { !SourceFile.isComment($0.text) }
    }

    /// `path:line` of each line of code that contains one of `words`.
    func places(of words: String...) -> [String] {
        code.filter { line in words.contains { line.text.contains($0) } }.map { "\(path):\($0.number)" }
    }

    /// Like `places(of:)`, without lines that follow a comment and without guards, which turn the error into another
    /// one.
    func placesWithoutReason(of words: String...) -> [String] {
        code.filter { line in words.contains { line.text.contains($0) } }
            .filter { !$0.text.contains("guard let") }
            .filter { $0.number < 2 || !SourceFile.isComment(lines[$0.number - 2]) }
            .map { "\(path):\($0.number)" }
    }

    private static func isComment(_ line: Substring) -> Bool { line.drop { $0 == " " }.hasPrefix("//") }

    private static func importedModule(in line: Substring) -> String? {
        let words = line.split(separator: " ")
        guard let position = words.firstIndex(of: "import") else { return nil }
        guard words[..<position].allSatisfy({ modifiers.contains($0) || $0.hasPrefix("@") }) else {
            return nil
        }
        let names = words[(position + 1)...].drop { kinds.contains($0) }
        return names.first?.split(separator: ".").first.map(String.init)
    }

    private static let modifiers: Set<Substring> = [
        "package", "public", "internal", "private", "fileprivate",
    ]
    private static let kinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor",
    ]
}
