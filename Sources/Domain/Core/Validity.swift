/// The period during which something exists, both ends inclusive.
///
/// `from` is nil when it began before the records; `to` is nil while it has no end.
package struct Validity: Hashable, Sendable {
    package let from: LocalDate?
    package let to: LocalDate?

    /// Creates a period, or nil when the last day is before the first.
    package init?(from: LocalDate?, to: LocalDate?) {
        if let from, let to, to < from { return nil }
        self.from = from
        self.to = to
    }

    /// Creates a period without an end.
    package init(from: LocalDate?) {
        self.from = from
        to = nil
    }

    package func contains(_ day: LocalDate) -> Bool {
        if let from, day < from { return false }
        if let to, to < day { return false }
        return true
    }

    package func overlaps(_ other: Validity) -> Bool {
        if let to, let from = other.from, to < from { return false }
        if let to = other.to, let from, to < from { return false }
        return true
    }
}
