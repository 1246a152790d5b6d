import Domain
import SQLite
import TestSupport
import Testing

@testable import Store

/// Previous versions of organisations, as they are stored.
@Suite struct OrganisationHistoryTests {
    @Test func `the version of a day is the one that was valid then`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write { tx in
            var old = village.organisation
            for (name, day) in [("Hội A", "2026-11-10"), ("Hội B", "2026-11-10"), ("Hội C", "2026-11-20")] {
                let new = try old.changed(Organisation.Change(name: name), on: .day(day))
                try tx.change(new, from: old, named: .name)
                old = new
            }
        }
        try office.read { tx in
            let current = try tx.existing(village.organisation.id)
            for (day, name) in [
                ("2026-11-09", village.organisation.name), ("2026-11-10", "Hội B"), ("2026-11-19", "Hội B"),
                ("2026-11-20", "Hội C"), ("1997-01-01", village.organisation.name),
            ] {
                let version = try tx.version(of: current, on: .day(day))
                #expect(version.name == name, "\(day)")
                let keeper = try tx.version(of: BookKeeper(current), on: .day(day))
                #expect(keeper == BookKeeper(version))
            }
            #expect(try tx.previousVersions(of: current).map(\.version.version) == [1, 3])
        }
        #expect(try office.discrepancies() == [])
    }

    @Test func `its days are those that are known today`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let founded = try LocalDate.day("2026-02-01")
        try office.write { tx in
            let changed = try village.organisation.changed(
                Organisation.Change(name: "Hội A"), on: .day("2026-11-10"))
            try tx.change(changed, from: village.organisation, named: .name)
            try tx.correct(try changed.lasting(Validity(from: founded)))
        }
        try office.read { tx in
            let current = try tx.existing(village.organisation.id)
            let version = try tx.version(of: current, on: .day("2026-11-09"))
            #expect(version.validity.from == founded && version.name == village.organisation.name)
        }
        // The row has them as they were known then, as its journal row has.
        #expect(try office.discrepancies() == [])
    }

    @Test func `one that was transferred before versions were kept has none`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let old = village.organisation
        try office.write { tx in
            let moved = Organisation(id: old.id, name: old.name, kind: old.kind, unit: "40", version: 2)
            let position = try tx.journal(.moved, moved, owner: nil)
            try tx.connection.run(
                "UPDATE organisation SET unit = '40', version = 2, position = ?2 WHERE id = ?1", old.id,
                position)
        }
        #expect(try office.discrepancies() == [])
        try office.write { tx in
            let moved = try tx.existing(old.id)
            let back = try moved.changed(Organisation.Change(unit: old.unit), on: .day("2026-11-20"))
            try tx.change(back, from: moved, named: .unit)
            #expect(try tx.version(of: back, on: .day("2026-11-01")).unit == "40")
        }
        #expect(try office.discrepancies() == [])
    }

    @Test func `a previous version is never changed or erased`() throws {
        let books = try SampleBooks(isReorganised: true)
        let raw = try RawFile(books.office.path)
        for script in [
            "UPDATE organisation_version SET name = 'x'", "DELETE FROM organisation_version",
            """
            INSERT INTO organisation_version SELECT organisation, version + 1, name, kind, unit, parent, founded_on,
                dissolved_on, valid_from, valid_to, position, ended_at FROM organisation_version
            """,
        ] { #expect(throws: SQLiteError.self) { try raw.run(script) } }
    }
}
