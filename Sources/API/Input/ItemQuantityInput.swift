import Domain

extension RequestDecoder {
    /// A list of up to `countMax` quantities, each from 1 to 1,000,000,000; nil when it is absent or null.
    mutating func optionalQuantities(_ name: String, upTo countMax: Int) -> [ItemQuantity]? {
        optionalObjects(name, upTo: countMax) { decoder in
            ItemQuantity(
                item: decoder.publicText("item", upTo: 100),
                quantity: decoder.integer("quantity", in: 1...1_000_000_000),
                measure: decoder.publicText("measure", upTo: 20))
        }
    }
}
