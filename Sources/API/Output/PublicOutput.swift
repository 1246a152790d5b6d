import Domain
package import Store

/// A public view with rows, which are also sent as CSV and NDJSON.
package protocol PublicTable: PublicView {
    associatedtype Row: PublicView

    /// The rows that the JSON shows, in the same order.
    var rows: [Row] { get }
}

/// A public view of one value.
protocol PublicValueView: PublicView {
    associatedtype Value: Sampled

    var value: Value { get }

    init(value: Value)
}

extension PublicValueView {
    static var sample: Self { Self(value: .sample) }
}

/// Only a public view becomes an output for anonymous access: `publicRead` takes nothing else.
extension Published: Output {}

extension Published: Tabular where View: PublicTable {
    package var rows: [Published<View.Row>] { view.rows.map { Published<View.Row>($0) } }
}

extension Published: ValueView where View: PublicValueView {
    var value: View.Value { view.value }

    init(value: View.Value) { self.init(View(value: value)) }
}

/// A page of a public list.
typealias PublicPage<View: PublicView> = Page<Published<View>>

extension DisclosedCell {
    /// A cell of made-up facts, for the schema.
    static func example(_ facts: Facts) -> DisclosedCell<Facts> {
        Disclosure.cells([0]) { _ in [] }.shown.map { _ in facts }
    }
}
