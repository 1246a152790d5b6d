import SQLite
import Testing

/// Misuse is our bug and stops the process at the first call.
///
/// After a thrown error these bodies end normally, so only a stopped process counts as a failure.
@Suite struct MisuseTests {
    @Test func `too few values stop the process`() async {
        await #expect(processExitsWith: .failure) {
            guard let connection = Connection.openTemporary() else { return }
            try? connection.run("SELECT ?1, ?2", 1)
        }
    }

    @Test func `too many values stop the process`() async {
        await #expect(processExitsWith: .failure) {
            guard let connection = Connection.openTemporary() else { return }
            _ = try? connection.first("SELECT ?1", 1, 2) { row in row.integer(0) }
        }
    }

    @Test func `values for a statement without any stop the process`() async {
        await #expect(processExitsWith: .failure) {
            guard let connection = Connection.openTemporary() else { return }
            _ = try? connection.all("SELECT 1", "một") { row in row.integer(0) }
        }
    }

    @Test func `a statement inside its own visit stops the process`() async {
        await #expect(processExitsWith: .failure) {
            guard let connection = Connection.openTemporary() else { return }
            let everyNote: StaticString = "SELECT id FROM note"
            var visitsLeft = 100
            try? connection.forEach(everyNote) { _ in
                visitsLeft -= 1
                if visitsLeft == 0 { throw TestError() }
                _ = try connection.first(everyNote) { row in row.integer(0) }
            }
        }
    }

    @Test func `a statement with values inside its own visit stops the process`() async {
        await #expect(processExitsWith: .failure) {
            guard let connection = Connection.openTemporary() else { return }
            let laterNotes: StaticString = "SELECT id FROM note WHERE id > ?1"
            try? connection.forEach(laterNotes, 0) { row in
                _ = try connection.all(laterNotes, row.integer(0)) { row in row.integer(0) }
            }
        }
    }

    @Test func `two statements in one text stop the process`() async {
        await #expect(processExitsWith: .failure) {
            guard let connection = Connection.openTemporary() else { return }
            try? connection.run("DELETE FROM note WHERE id = 1; DELETE FROM note WHERE id = 2")
        }
    }

    @Test func `the private database of these tests is usable`() throws {
        let connection = try #require(Connection.openTemporary())
        #expect(
            try connection.all("SELECT text FROM note ORDER BY id") { row in row.optionalText(0) }
                == ["một", "hai", nil]
        )
    }
}
