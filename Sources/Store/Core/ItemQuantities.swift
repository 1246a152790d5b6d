package import Domain
import SQLite

extension ItemQuantity: Described {
    package static let sample = ItemQuantity(item: "Rác thải", quantity: 120, measure: "kg")

    package func write(to fields: inout some FieldWriter) {
        fields.member("item", item)
        fields.count("quantity", quantity)
        fields.member("measure", measure)
    }
}

/// Stored as parts of an entity.
extension ItemQuantity {
    static let columns: Columns = ["item", "quantity", "measure"]

    init(_ row: borrowing Row) {
        self.init(item: row.text(0), quantity: row.integer(1), measure: row.text(2))
    }

    var values: [any Bindable] { [item, quantity, measure] }
}
