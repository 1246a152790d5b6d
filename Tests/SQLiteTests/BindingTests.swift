import SQLite
import Testing

/// A type as in a higher layer, bound through the value it wraps.
private struct Amount: Bindable, Equatable {
    let dong: Int64

    func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        try dong.bind(to: statement, at: index)
    }
}

/// A value that binds to a parameter the statement does not have.
private struct MisboundValue: Bindable {
    func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        try 7.bind(to: statement, at: index + 100)
    }
}

/// A value that retains the statement it is bound to.
private final class RetainingValue: Bindable {
    private(set) var statement: Statement?

    func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        self.statement = statement
    }
}

@Suite struct BindingTests {
    private let file: DatabaseFile
    private let connection: Connection

    init() throws {
        file = try DatabaseFile()
        connection = try file.connection()
        try connection.execute(script: "CREATE TABLE kept (value ANY) STRICT")
    }

    /// Stores `value` and reads it back with its SQLite type.
    private func stored<Value>(
        _ value: any Bindable,
        read: (borrowing Row) throws -> Value
    ) throws -> (value: Value, type: String)? {
        try connection.run("DELETE FROM kept")
        try connection.run("INSERT INTO kept (value) VALUES (?1)", value)
        return try connection.first("SELECT value, typeof(value) FROM kept") { row in
            (value: try read(row), type: row.text(1))
        }
    }

    @Test(arguments: [-Row.integerMax, -1, 0, 1, Row.integerMax])
    func `an integer is read back`(_ number: Int64) throws {
        let kept = try #require(try stored(number) { row in row.integer(0) })
        #expect(kept == (number, "integer"))
    }

    @Test(arguments: [Int64.min, -Row.integerMax - 1, Row.integerMax + 1, .max])
    func `an integer above 2^53−1 fails the row`(_ number: Int64) throws {
        #expect(throws: SQLiteError.self) { try stored(number) { row in row.integer(0) } }
        #expect(throws: SQLiteError.self) { try stored(number) { row in row.optionalInteger(0) } }
    }

    @Test(arguments: [-9_007_199_254_740_991, -1, 0, 1, 9_007_199_254_740_991])
    func `an Int is read back`(_ number: Int) throws {
        let kept = try #require(try stored(number) { row in row.integer(0) })
        #expect(kept == (Int64(number), "integer"))
    }

    @Test(arguments: [(true, 1), (false, 0)])
    func `a boolean is one or zero`(_ flag: Bool, _ number: Int64) throws {
        let kept = try #require(try stored(flag) { row in row.boolean(0) })
        #expect(kept == (flag, "integer"))
        #expect(try connection.first("SELECT value FROM kept") { row in row.integer(0) } == number)
    }

    @Test(arguments: [
        "", " ", "a", "Nhà hảo tâm", "Hòa", "Hoa\u{300}", "fifteen bytes..", "sixteen bytes...",
        "a\0b", "\0", "\0\0\0", "👨‍👩‍👧‍👦🇻🇳", "\u{10FFFF}\u{FFFD}", "'; DROP TABLE kept; --", "?1", "\r\n\t",
        String(repeating: "nghìn ", count: 50_000),
    ])
    func `a text is read back byte for byte`(_ text: String) throws {
        let kept = try #require(try stored(text) { row in row.text(0) })
        #expect(Array(kept.value.utf8) == Array(text.utf8))
        #expect(kept.type == "text")
    }

    @Test func `an empty text is not NULL`() throws {
        let kept = try #require(try stored("") { row in row.optionalText(0) })
        #expect(kept == (Optional(""), "text"))
        #expect(try connection.first("SELECT value IS NULL FROM kept") { row in row.boolean(0) } == false)
    }

    @Test(
        arguments: [
            [], [0], [0, 0, 0], [0xFF, 0xFE, 0xC3, 0x28], Array("chữ".utf8), [UInt8](0...255),
            [UInt8](repeating: 0xAB, count: 300_000),
        ] as [[UInt8]]
    )
    func `bytes are read back`(_ bytes: [UInt8]) throws {
        let kept = try #require(try stored(bytes) { row in row.bytes(0) })
        #expect(kept == (bytes, "blob"))
    }

    @Test func `empty bytes are not NULL`() throws {
        let kept = try #require(try stored([UInt8]()) { row in row.optionalBytes(0) })
        #expect(kept == (Optional([]), "blob"))
    }

    @Test func `nil of any kind is NULL`() throws {
        #expect(try #require(try stored(Int64?.none) { row in row.optionalInteger(0) }) == (nil, "null"))
        #expect(try #require(try stored(String?.none) { row in row.optionalText(0) }) == (nil, "null"))
        #expect(try #require(try stored([UInt8]?.none) { row in row.optionalBytes(0) }) == (nil, "null"))
        #expect(try #require(try stored(Bool?.none) { row in row.optionalInteger(0) }) == (nil, "null"))
        #expect(try #require(try stored(Int??.none) { row in row.optionalInteger(0) }) == (nil, "null"))
        #expect(try #require(try stored(Int??.some(nil)) { row in row.optionalInteger(0) }) == (nil, "null"))
    }

    @Test func `an optional with a value is stored as the value`() throws {
        #expect(try #require(try stored(Int64?(7)) { row in row.optionalInteger(0) }) == (7, "integer"))
        #expect(try #require(try stored(String?("bảy")) { row in row.optionalText(0) }) == ("bảy", "text"))
        #expect(try #require(try stored([UInt8]?([7])) { row in row.optionalBytes(0) }) == ([7], "blob"))
        #expect(try #require(try stored(Bool??(true)) { row in row.boolean(0) }) == (true, "integer"))
    }

    @Test func `a type of another layer binds itself`() throws {
        let kept = try #require(try stored(Amount(dong: 420_000)) { row in Amount(dong: row.integer(0)) })
        #expect(kept == (Amount(dong: 420_000), "integer"))
    }

    @Test func `values are bound to their parameters in order`() throws {
        let joined = try connection.first(
            "SELECT ?3 || ?1 || ?2 || ?1",
            "a",
            "b",
            "c"
        ) { row in row.text(0) }
        #expect(joined == "caba")
    }

    @Test func `an integer is not rounded on its way through text`() throws {
        let most = Row.integerMax
        #expect(try connection.first("SELECT ?1 - 1", most) { row in row.integer(0) } == most - 1)
    }

    @Test func `a bound text outlives its owner`() throws {
        let words = (0..<200).map { number in String(repeating: "xóm \(number) ", count: 9) }
        for number in words.indices {
            var word = String(repeating: "xóm \(number) ", count: 9)
            try connection.run("INSERT INTO kept (value) VALUES (?1)", word)
            word.append("và nữa")
        }
        #expect(try connection.all("SELECT value FROM kept ORDER BY rowid") { row in row.text(0) } == words)
    }

    @Test func `values read from a row outlive the row`() throws {
        try connection.run("INSERT INTO kept (value) VALUES (?1), (?2)", "một hai ba bốn năm sáu", "b")
        let texts = try connection.all("SELECT value FROM kept ORDER BY rowid") { row in row.text(0) }
        let bytes = try connection.all("SELECT value FROM kept ORDER BY rowid") { row in row.bytes(0) }
        try connection.run("DELETE FROM kept")
        #expect(texts == ["một hai ba bốn năm sáu", "b"])
        #expect(bytes == texts.map { Array($0.utf8) })
    }

    @Test func `text that is not UTF-8 is repaired when read`() throws {
        #expect(try connection.first("SELECT CAST(x'61FF62' AS TEXT)") { row in row.text(0) } == "a\u{FFFD}b")
    }

    @Test func `binding a missing parameter fails and the statement stays usable`() throws {
        let echo: StaticString = "SELECT ?1"
        let error = sqliteError { _ = try connection.first(echo, MisboundValue()) { row in row.integer(0) } }
        #expect(error?.code == 25)
        #expect(error?.operation == "SELECT ?1")
        #expect(try connection.first(echo, 7) { row in row.integer(0) } == 7)
    }

    @Test func `an unbound parameter is NULL`() throws {
        #expect(try connection.first("SELECT ?1 IS NULL", RetainingValue()) { row in row.boolean(0) } == true)
    }

    @Test func `a statement that outlives its connection is harmless`() throws {
        let keeper = RetainingValue()
        do {
            let other = try file.connection()
            try other.run("INSERT INTO kept (value) VALUES (?1)", keeper)
        }
        let statement = try #require(keeper.statement)
        try String(repeating: "dài ", count: 99).bind(to: statement, at: 1)
        #expect(throws: SQLiteError.self) { try 7.bind(to: statement, at: 2) }
        try connection.run("DELETE FROM kept")
    }

    @Test func `a value that is too big fails and the statement stays usable`() throws {
        let insert: StaticString = "INSERT INTO kept (value) VALUES (zeroblob(?1))"
        #expect(sqliteError { try connection.run(insert, 3_000_000_000) }?.code == 18)
        try connection.run(insert, 3)
        #expect(try connection.all("SELECT value FROM kept") { row in row.bytes(0) } == [[0, 0, 0]])
    }
}
