import API
import Domain
import HTTP
import SQLite
import TestSupport
import Testing

/// No byte of the file ends the process.
@Suite struct DamagedFileTests {
    /// The columns of one type of all tables but those of SQLite and the migrations.
    private static func columns(of type: String, in office: Office) throws -> [(table: String, name: String)]
    {
        try RawFile(office.base.path).connection
            .all(
                """
                SELECT tables.name, columns.name
                FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
                WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%' AND tables.name <> 'migration'
                    AND columns.type = ?1
                ORDER BY 1, 2
                """, type
            ) { row in (table: row.text(0), name: row.text(1)) }
    }

    /// An office whose requests need no new tokens, and the caller of each endpoint.
    private static func office() throws -> (office: Office, bearers: [Bearer?]) {
        let office = try Office.forSamples()
        office.checksContract = false
        let bearers = try Service.table.map { endpoint in
            let bearer = endpoint.someRole.map { Bearer($0) }
            for bearer in [bearer, bearer?.ofProvince].compactMap(\.self) {
                _ = try office.secret(of: bearer)
            }
            return bearer
        }
        return (office, bearers)
    }

    /// Four columns at a time, in tables that have little to do with each other: a file for each column took minutes.
    ///
    /// A column whose wrong value hides another one from a request is beside different ones with another value.
    private static func groups(
        of columns: [(table: String, name: String)], with value: String
    ) -> [[(table: String, name: String)]] {
        let shift = value.utf8.count % 5
        let quarter = (columns.count + 3) / 4
        return (0..<quarter)
            .map { index in
                (0..<4).map { part in part * quarter + (index + part * shift) % quarter }
                    .filter { $0 < columns.count }
                    .map { columns[$0] }
            }
    }

    @Test(arguments: [
        ("INTEGER", "-1"), ("INTEGER", "\(Row.integerMax)"), ("TEXT", "'x'"), ("TEXT", "CAST(x'FF' AS TEXT)"),
        ("BLOB", "x'00'"),
    ])
    func `a wrong value in every row of a column ends no request without a response`(
        _ type: String, value: String
    ) throws {
        let columns = try Self.columns(of: type, in: Office.forSamples())
        #expect(columns.count > (type == "BLOB" ? 5 : 30))
        for damaged in Self.groups(of: columns, with: value) {
            let (office, bearers) = try Self.office()
            let updates = damaged.map { "UPDATE OR REPLACE \($0.table) SET \($0.name) = \(value);" }
            try RawFile(office.base.path).tamper(updates.joined(separator: "\n"))
            for (endpoint, bearer) in zip(Service.table, bearers) {
                let response = try office.sendSample(of: endpoint, as: bearer)
                #expect((200..<600).contains(response.status), "\(updates) \(endpoint.name)")
            }
        }
    }
}
