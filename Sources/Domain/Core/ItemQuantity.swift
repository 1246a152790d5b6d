/// A quantity of something that can be counted: 120 kg of waste, 300 m of road.
package struct ItemQuantity: Hashable, Sendable {
    package let item: String
    package let quantity: Int64
    /// Unit of measure.
    package let measure: String

    package init(item: String, quantity: Int64, measure: String) {
        self.item = item
        self.quantity = quantity
        self.measure = measure
    }

    /// The sums of `quantities` by item and measure, in the order of the two.
    package static func sums(of quantities: [ItemQuantity]) -> [ItemQuantity] {
        Dictionary(grouping: quantities) { [$0.item, $0.measure] }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { key, same in
                ItemQuantity(item: key[0], quantity: same.sum(of: \.quantity), measure: key[1])
            }
    }
}
