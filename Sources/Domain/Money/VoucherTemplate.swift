/// A text of a voucher's form with places for values, such as `UBND {commune}`.
package struct VoucherTemplate: Hashable, Sendable {
    package enum Place: String, CaseIterable, Sendable {
        case commune
        case hamlet
        /// The number as lists show it.
        case number
        /// PT or PC.
        case prefix
        case year
        case book
        /// The number within its series, with at least four digits.
        case sequence = "sequence_4"
        /// The same, with at least six digits.
        case longSequence = "sequence_6"
    }

    private enum Part: Hashable, Sendable {
        case text(Substring)
        case place(Place)
    }

    private let parts: [Part]

    /// Reads a template; nil when it is empty, has a brace without its other, or a place that is not in `allowed`.
    package init?(_ text: String, allowing allowed: Set<Place>) {
        guard !text.isEmpty else { return nil }
        var (parts, rest) = ([Part](), text[...])
        while let start = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[start] == "{", let end = rest[start...].firstIndex(of: "}"),
                let place = Place(rawValue: String(rest[rest.index(after: start)..<end])),
                allowed.contains(place)
            else { return nil }
            parts += [.text(rest[..<start]), .place(place)]
            rest = rest[rest.index(after: end)...]
        }
        self.parts = parts + [.text(rest)]
    }

    package var places: Set<Place> {
        Set(
            parts.compactMap { part in
                switch part {
                case .text: nil
                case .place(let place): place
                }
            })
    }

    /// The text with a value at each place.
    package func filled(_ value: (Place) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): String(text)
            case .place(let place): value(place)
            }
        }
        .joined()
    }
}

extension Voucher {
    /// The number as the form in force writes it; `numbering` has no place for a name.
    package func number(by numbering: VoucherTemplate) -> String {
        numbering.filled { place in
            switch place {
            case .number: printedNumber
            case .prefix: series.kind.prefix
            case .year: "\(series.year)"
            case .book: series.book
            case .sequence: number.padded(to: 4)
            case .longSequence: number.padded(to: 6)
            case .commune, .hamlet: ""
            }
        }
    }
}

extension Int64 {
    fileprivate func padded(to count: Int) -> String {
        let digits = String(self)
        return digits.utf8.count < count
            ? String(repeating: "0", count: count - digits.utf8.count) + digits : digits
    }
}
