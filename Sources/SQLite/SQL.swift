/// A piece of SQL made of literals: what comes from a client is bound, never written into it.
///
/// It takes string literals and other pieces, and nothing else: a `String` does not fit in.
package struct SQL: Hashable, Sendable, ExpressibleByStringInterpolation {
    package let text: String

    package init(stringLiteral value: StaticString) { text = value.description }

    package init(stringInterpolation parts: Parts) { text = parts.text }

    /// - Parameter text: put together from other pieces by a type of this module.
    fileprivate init(joined text: String) { self.text = text }

    package struct Parts: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: StaticString) { text += literal.description }

        package mutating func appendInterpolation(_ piece: SQL) { text += piece.text }

        package mutating func appendInterpolation(_ columns: Columns) { text += columns.list.text }
    }
}

/// The columns of a table in the order in which its reader takes them, written once per table.
package struct Columns: Hashable, Sendable, ExpressibleByArrayLiteral {
    package let names: [SQL]

    package init(arrayLiteral names: SQL...) { self.names = names }

    private init(_ names: [SQL]) { self.names = names }

    package var count: Int32 { Int32(names.count) }

    /// `id, name, version`.
    package var list: SQL { SQL(joined: names.map(\.text).joined(separator: ", ")) }

    /// `t.id, t.name, t.version`, for a query over several tables.
    package func of(_ table: SQL) -> SQL {
        SQL(joined: names.map { "\(table.text).\($0.text)" }.joined(separator: ", "))
    }

    /// The same columns with `value` in place of the column `name`: what a list need not read.
    ///
    /// A name that is not among them is a mistake of ours.
    package func replacing(_ name: SQL, with value: SQL) -> Columns {
        precondition(names.contains(name), "\(name.text) is none of \(list.text)")
        return Columns(names.map { $0 == name ? value : $0 })
    }
}

/// A statement put together from pieces, to be made once and kept: a `static let`.
///
/// A connection knows its compiled form by the object, so one that is made at each call would be compiled at each call;
/// `Connection` stops when it sees too many.
package final class Query: Sendable, CustomStringConvertible {
    package let sql: SQL

    package init(_ sql: SQL) { self.sql = sql }

    package var description: String { sql.text }
}
