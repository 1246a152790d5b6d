package import Domain
package import SQLite

extension Identifier: Bindable {
    package func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        try number.bind(to: statement, at: index)
    }
}

extension Dong: Bindable {
    package func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        try amount.bind(to: statement, at: index)
    }
}

/// Stored as the number formed by its digits, such as 20261123.
extension LocalDate: Bindable {
    package func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        try Int64(packed).bind(to: statement, at: index)
    }
}

extension Instant: Bindable {
    package func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        try milliseconds.bind(to: statement, at: index)
    }
}

extension Row {
    package func id<Entity>(_ column: Int32) -> Identifier<Entity> { Identifier(integer(column)) }

    package func optionalID<Entity>(_ column: Int32) -> Identifier<Entity>? {
        optionalInteger(column).map { Identifier($0) }
    }

    package func dong(_ column: Int32) -> Dong { Dong(integer(column)) }

    /// A sum over several hamlets, whose parts are each at most `Dong.documentMax`.
    ///
    /// - Throws: `Refusal.amountTooLarge` when it exceeds that.
    package func sum(_ column: Int32) throws(Refusal) -> Dong { try Dong.zero.added(to: Dong(total(column))) }

    /// An amount of a document, which is over 0.
    package func positiveDong(_ column: Int32) -> Dong {
        let amount = integer(column)
        validate(amount > 0, "column \(column) is no amount")
        return Dong(max(1, amount))
    }

    /// An instant whose year has four digits.
    package func instant(_ column: Int32) -> Instant {
        let milliseconds = integer(column)
        validate(Instant.range.contains(milliseconds), "column \(column) is no moment")
        return Instant(milliseconds: milliseconds)
    }

    package func optionalInstant(_ column: Int32) -> Instant? {
        optionalInteger(column) == nil ? nil : instant(column)
    }

    package func date(_ column: Int32) -> LocalDate {
        guard let date = LocalDate(packed: integer(column)) else {
            validate(false, "column \(column) is no date")
            return .firstDay
        }
        return date
    }

    package func optionalDate(_ column: Int32) -> LocalDate? {
        optionalInteger(column) == nil ? nil : date(column)
    }

    /// The enum case whose raw value the column holds.
    ///
    /// The schema's CHECK constraints allow exactly the raw values of this build.
    package func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ column: Int32, as type: Choice.Type = Choice.self
    ) -> Choice where Choice.AllCases == [Choice] {
        choice(text(column), in: column)
    }

    /// The enum case in `column`, optimised for lists in which most rows repeat the previous value.
    package func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ column: Int32, repeating previous: inout PreviousValue<Choice>
    ) -> Choice where Choice.AllCases == [Choice] {
        if let value = previous.value, textEquals(previous.utf8, in: column) { return value }
        let text = text(column)
        return previous.remember(choice(text, in: column), of: text)
    }

    /// The text in `column`, optimised for lists in which most rows repeat the previous value.
    package func text(_ column: Int32, repeating previous: inout PreviousValue<String>) -> String {
        if let value = previous.value, textEquals(previous.utf8, in: column) { return value }
        let text = text(column)
        return previous.remember(text, of: text)
    }

    private func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ text: String, in column: Int32
    ) -> Choice where Choice.AllCases == [Choice] {
        guard let value = Choice(rawValue: text) else {
            validate(false, "column \(column) holds no \(Choice.self)")
            return Choice.allCases[0]
        }
        return value
    }
}

/// The value of a column in the previous row of a list.
///
/// Comparing its bytes is cheaper than decoding the value again.
package struct PreviousValue<Value> {
    fileprivate private(set) var value: Value?
    fileprivate private(set) var utf8: [UInt8] = []

    /// Remembers the value for the next row, and returns it.
    fileprivate mutating func remember(_ value: Value, of text: String) -> Value {
        self.value = value
        utf8 = Array(text.utf8)
        return value
    }
}
