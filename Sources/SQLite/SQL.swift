/// A piece of SQL made of literals: values from clients are bound, never interpolated.
///
/// It accepts string literals and other pieces only: a `String` does not compile.
package struct SQL: Hashable, Sendable, ExpressibleByStringInterpolation {
    package let text: String

    package init(stringLiteral value: StaticString) { text = value.description }

    package init(stringInterpolation parts: Parts) { text = parts.text }

    /// Creates a piece from joined pieces; only for the types of this module.
    ///
    /// - Parameter text: joined from the text of other pieces.
    fileprivate init(joined text: String) { self.text = text }

    package struct Parts: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: StaticString) { text += literal.description }

        package mutating func appendInterpolation(_ piece: SQL) { text += piece.text }

        package mutating func appendInterpolation(_ columns: Columns) { text += columns.list.text }
    }
}

/// The columns of a table in the order in which its rows are decoded, written once per table.
package struct Columns: Hashable, Sendable, ExpressibleByArrayLiteral {
    package let names: [SQL]

    package init(arrayLiteral names: SQL...) { self.names = names }

    private init(_ names: [SQL]) { self.names = names }

    package var count: Int32 { Int32(names.count) }

    /// The column list: `id, name, version`.
    package var list: SQL { SQL(joined: names.map(\.text).joined(separator: ", ")) }

    /// The qualified column list, `t.id, t.name, t.version`, for a query over several tables.
    package func qualified(by table: SQL) -> SQL {
        SQL(joined: names.map { "\(table.text).\($0.text)" }.joined(separator: ", "))
    }

    /// The parameters of a statement that binds all columns: `?1, ?2, ?3`.
    package var parameters: SQL {
        SQL(joined: names.indices.map { "?\($0 + 1)" }.joined(separator: ", "))
    }

    /// The SET clause that assigns all columns but the first, the key: `name = ?2, version = ?3`.
    package var assignments: SQL {
        SQL(
            joined: names.indices.dropFirst().map { "\(names[$0].text) = ?\($0 + 1)" }.joined(separator: ", ")
        )
    }

    /// The parameter of `name` in a statement that binds all columns.
    ///
    /// An unknown name is our bug and stops the process.
    package func parameter(of name: SQL) -> SQL {
        guard let index = names.firstIndex(of: name) else {
            preconditionFailure("\(name.text) is none of \(list.text)")
        }
        return SQL(joined: "?\(index + 1)")
    }

    /// The same columns and one more.
    package func adding(_ name: SQL) -> Columns { Columns(names + [name]) }

    /// The same columns with `value` in place of the column `name`, for lists that need not read it.
    ///
    /// An unknown name is our bug and stops the process.
    package func replacing(_ name: SQL, with value: SQL) -> Columns {
        precondition(names.contains(name), "\(name.text) is none of \(list.text)")
        return Columns(names.map { $0 == name ? value : $0 })
    }
}

/// A statement composed of pieces, to be created once as a `static let`.
///
/// A connection caches the compiled statement by object identity, so a query created on each call would be
/// compiled on each call; `Connection` stops the process when it sees too many.
package final class Query: Sendable, CustomStringConvertible {
    package let sql: SQL

    package init(_ sql: SQL) { self.sql = sql }

    package var description: String { sql.text }
}
