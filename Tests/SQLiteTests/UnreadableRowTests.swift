import SQLite
import Testing

/// Rows with unexpected values: only the call that reads one fails.
@Suite struct UnreadableRowTests {
    private static let readers: [(name: String, sql: StaticString, read: @Sendable (borrowing Row) -> Void)] =
        [
            ("text that is NULL", "SELECT NULL", { row in _ = row.text(0) }),
            ("integer that is NULL", "SELECT NULL", { row in _ = row.integer(0) }),
            ("boolean that is NULL", "SELECT NULL", { row in _ = row.boolean(0) }),
            ("bytes that are NULL", "SELECT NULL", { row in _ = row.bytes(0) }),
            ("column that is not there", "SELECT 'một'", { row in _ = row.text(1) }),
            ("text read as an integer", "SELECT '7'", { row in _ = row.integer(0) }),
            ("fraction read as an integer", "SELECT 7.0", { row in _ = row.optionalInteger(0) }),
            (
                "rule that does not hold", "SELECT 1",
                { row in row.validate(row.integer(0) == 2, "it is not 2") }
            ),
        ]

    @Test(arguments: readers.indices) func `every way to read an invalid row throws`(_ index: Int) throws {
        let connection = try #require(Connection.openTemporary())
        let (name, sql, read) = Self.readers[index]
        for attempt in [
            { _ = try connection.first(sql) { row in read(row) } },
            { _ = try connection.all(sql) { row in read(row) } },
            { try connection.forEach(sql) { row in read(row) } },
            {
                try connection.forEach(sql) { row in
                    try { (row: borrowing Row) in
                        read(row)
                        try row.check()
                    }(row)
                }
            },
        ] as [() throws -> Void] {
            let error = #expect(throws: SQLiteError.self, "\(name)") { try attempt() }
            #expect(error?.isInvalidRow == true, "\(name)")
        }
        // The connection stays usable.
        #expect(try connection.first("SELECT 7") { row in row.integer(0) } == 7)
    }

    @Test func `verification skips unreadable rows and continues`() throws {
        let connection = try #require(Connection.openTemporary())
        var (read, skipped): ([Int64], [String?]) = ([], [])
        try connection.forEachReadable(Self.mixed) { row in
            let number = row.integer(0)
            try row.check()
            read.append(number)
        } onUnreadable: { row, error in
            #expect(error.isInvalidRow)
            skipped.append(row.optionalText(0))
        }
        #expect(read == [1, 3])
        #expect(skipped == ["hai", nil])
    }

    private static let mixed = Query(
        "SELECT 1 UNION ALL SELECT 'hai' UNION ALL SELECT 3 UNION ALL SELECT NULL")
}
