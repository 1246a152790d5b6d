import Domain
import Foundation
import SQLite
import TestSupport
import Testing
import Verify

@testable import Store

/// Stored sort keys follow their rule, also in files from before it changed.
@Suite struct StoredPersonSortKeyTests {
    @Test func `keys of an older file are computed again, and nothing else changes`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let (named, plain) = try office.write { tx in
            (
                try tx.addHousehold(of: village.hamlet, code: "H9", head: "Nguyễn Văn Hòa (Tám)"),
                try tx.addHousehold(of: village.hamlet, code: "H8", head: "Nguyễn Văn Hòa")
            )
        }
        try office.write { tx in
            try tx.connection.run(
                "UPDATE household SET sort_key = ?2 WHERE id = ?1", named.id, Array("(Tám)".utf8))
        }
        #expect(try !office.read { tx in try tx.verification().isClean })
        try office.write { tx in try PersonSortKeys.compute(on: tx.connection) }
        #expect(try office.read { tx in try tx.verification().isClean })
        let listed = try office.read { tx in
            try tx.households(of: village.hamlet.id, search: "van hoa", after: nil, limit: 9)
        }
        #expect(listed.map(\.id) == [plain.id, named.id])
    }

    @Test func `one migration computes them`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.migrations)
        #expect(names.count { $0.hasSuffix(PersonSortKeys.migrationSuffix) } == 1)
    }
}
