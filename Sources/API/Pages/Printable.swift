import Domain
import Store

/// An output that is also sent as a page to be printed, to whoever accepts `text/html`.
///
/// It has the rights, the filters and the figures of the JSON, and the names that a paper needs: of payers, of funds, of
/// those who counted.
protocol Printable: Output {
    /// The page, with the form and the names of its day.
    ///
    /// - Throws: `Refusal.parameterMissing` for a form that the office has not set.
    borrowing func page(in tx: borrowing ReadTransaction) throws -> HTMLPage
}

/// A public view that is also sent as a page.
protocol PrintableView: PublicView {
    borrowing func page(in tx: borrowing ReadTransaction) throws -> HTMLPage
}

extension Published: Printable where View: PrintableView {
    func page(in tx: borrowing ReadTransaction) throws -> HTMLPage { try view.page(in: tx) }
}
