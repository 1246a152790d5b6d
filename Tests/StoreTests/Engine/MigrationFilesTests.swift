import Foundation
import TestSupport
import Testing

@testable import Store

/// The migrations in the program are the files of the folder `migrations`.
@Suite struct MigrationFilesTests {
    private static let advice =
        "run scripts/embed-migrations and commit Sources/Store/Engine/MigrationFiles.swift"

    private static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: Repository.migrations)
            .filter {
                $0.hasSuffix(".sql")
            }
            .sorted()
    }

    @Test func `the program has each file of the folder, and no other`() throws {
        let (files, embedded) = (try Self.names(), Migration.all.map(\.name))
        let missing = files.filter { !embedded.contains($0) }
        let added = embedded.filter { !files.contains($0) }
        #expect(missing == [], "not in the program: \(Self.advice)")
        #expect(added == [], "in the program only: \(Self.advice)")
        #expect(files == embedded)
    }

    @Test func `the program has each file byte for byte`() throws {
        for migration in Migration.all {
            let data = FileManager.default.contents(atPath: Repository.migrations + "/" + migration.name)
            #expect(data == Data(migration.sql.utf8), "\(migration.name) differs: \(Self.advice)")
        }
    }

    @Test func `the files are numbered 0001, 0002, … without gaps and named by a noun`() throws {
        for (index, name) in try Self.names().enumerated() {
            let number = String(String(10_001 + index).dropFirst())
            #expect(name.hasPrefix(number + "_"), "\(name) is the file after \(index) others")
            #expect(name.dropFirst(5).dropLast(4).allSatisfy { $0.isLetter && $0.isLowercase || $0 == "_" })
        }
    }
}
