/// Whose small numbers suppress a figure.
package enum CellRule: String, CaseIterable, Sendable {
    /// None: money of the books, documents, areas.
    case open
    /// 1 or 2 households.
    case households
    /// 1 or 2 households, in the whole or represented, unless the decision is one by which money is collected.
    case votes
    /// 1 or 2 people who were asked or took part, in any place.
    case voters
    /// 1 or 2 households that took part, in any event.
    case events
    /// A model whose own page is not public.
    case models
    /// 1 or 2 persons in a group, or in what the other groups leave.
    case groups
}
