import Domain
import Foundation
import SQLite
import TestSupport
import Testing
import Verify

@testable import Store

/// Stored keys of bank references follow their rule, also in files from before there were keys.
@Suite struct ContributionBankKeysTests {
    @Test func `keys of an older file are computed, and a wrong one is found`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write { tx in
            _ = try tx.receive(1, from: .sponsor, in: village, method: .bank, reference: "FT-1 A")
            _ = try tx.receive(2, from: .sponsor, in: village)
            _ = try tx.receive(3, from: .sponsor, in: village, method: .bank, reference: "\u{424}T1")
        }
        try office.write { tx in try tx.connection.run("UPDATE contribution SET bank_key = NULL") }
        #expect(
            try office.discrepancies() == [
                .columnDiffers(.contribution, id: 1, column: "bank_key"),
                .columnDiffers(.contribution, id: 3, column: "bank_key"),
            ])
        try office.write { tx in try ContributionBankKeys.compute(on: tx.connection) }
        #expect(try office.discrepancies() == [])
        #expect(throws: Refusal.self) {
            try office.write { tx in
                _ = try tx.receive(1, from: .sponsor, in: village, method: .bank, reference: "ft1a")
            }
        }
    }

    @Test func `one migration computes them`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.migrations)
        #expect(names.count { $0.hasSuffix(ContributionBankKeys.migrationSuffix) } == 1)
    }
}
