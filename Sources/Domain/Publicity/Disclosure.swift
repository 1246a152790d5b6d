import Text

/// What the public may know: the cell rule and the granularity of every public figure.
///
/// Public views ask here instead of deciding by themselves. Figures about 1 or 2 households, and figures from which
/// such a figure follows by subtraction, are suppressed. What moves with a single private act is shown as of the end of
/// a month or year (`PublicFigure`), or is not public at all: sums of pledges, which change with one confirmation.
///
/// - Source: DOMAIN §10; Law 91/2025/QH15.
package enum Disclosure {
    /// The smallest number of households about which a figure is public.
    package static let householdsMin: Int64 = 3

    /// True for a figure about no households or about at least 3.
    package static func shows(householdsCount count: Int64) -> Bool { count == 0 || count >= householdsMin }

    /// The parts of a whole that may be shown together with it.
    ///
    /// A part of 1 or 2 is suppressed. If what all suppressed parts have in common with the rest of the whole could be
    /// computed to 1 or 2, or to a single suppressed part, the smallest shown part is suppressed too.
    ///
    /// - Parameters:
    ///   - parts: the size of each part.
    ///   - whole: the size of the whole, which may exceed the sum of the parts.
    /// - Returns: whether each part is shown.
    package static func shownParts(_ parts: [Int64], of whole: Int64) -> [Bool] {
        var areShown = parts.map { shows(householdsCount: $0) }
        func hiddenSum() -> Int64 {
            zip(parts, areShown).filter { !$0.1 }.sum { $0.0 }
        }
        while areShown.contains(false) {
            let rest = whole.addingClamped(-parts.sum(of: \.self))
            // What subtracting the shown parts from the whole gives; at least two unknowns must be in it.
            let remainder = hiddenSum().addingClamped(max(rest, 0))
            let hiddenCount = areShown.count { !$0 }
            if remainder >= householdsMin, hiddenCount > 1 || rest >= householdsMin { break }
            guard
                let smallest = parts.indices.filter({ areShown[$0] && parts[$0] > 0 })
                    .min(by: { parts[$0] < parts[$1] })
            else { break }
            areShown[smallest] = false
        }
        return areShown
    }
}

extension Disclosure {
    /// A value that the policy has released, with the name of the public member that shows it.
    ///
    /// Only the functions of `Disclosure` make one, and a public response can be written only from such values.
    package struct Released<Value: Sendable>: Sendable {
        package let name: StaticString
        package let value: Value

        fileprivate init(_ name: StaticString, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// Facts that have passed the cell rule, so that their figures may be released.
    package struct Cell<Facts: Sendable>: Sendable {
        fileprivate let facts: Facts

        /// The same cell seen as other facts.
        package func map<Other: Sendable>(_ transform: (Facts) -> Other) -> DisclosedCell<Other> {
            DisclosedCell<Other>(facts: transform(facts))
        }

        /// The facts, if there are any.
        package func unwrapped<Wrapped>() -> DisclosedCell<Wrapped>? where Facts == Wrapped? {
            facts.map { DisclosedCell<Wrapped>(facts: $0) }
        }

        /// Each element as a cell of its own, in order.
        package func elements<Element>() -> [DisclosedCell<Element>] where Facts == [Element] {
            facts.map { DisclosedCell<Element>(facts: $0) }
        }

        /// The elements by a key, in the order of the keys.
        package func grouped<Element, Key: Comparable & Hashable>(
            by key: (Element) -> Key
        ) -> [(key: Key, cell: Self)] where Facts == [Element] {
            Dictionary(grouping: facts, by: key).sorted { $0.key < $1.key }
                .map { ($0.key, Self(facts: $0.value)) }
        }
    }
}

/// A value that the policy has released.
package typealias Disclosed = Disclosure.Released

/// Facts that have passed the cell rule.
package typealias DisclosedCell = Disclosure.Cell

/// Facts that are public as they are: what `PublicFact` names, by identifier, date or word; never a number or a text.
extension Disclosure {
    package static func fact<Entity>(
        _ fact: PublicFact, _ id: Identifier<Entity>
    ) -> Disclosed<Identifier<Entity>> { Disclosed(fact.name, id) }

    package static func fact<Entity>(
        _ fact: PublicFact, _ id: Identifier<Entity>?
    ) -> Disclosed<Identifier<Entity>?> { Disclosed(fact.name, id) }

    package static func fact<Entity>(
        _ fact: PublicFact, _ ids: [Identifier<Entity>]
    ) -> Disclosed<[Identifier<Entity>]> { Disclosed(fact.name, ids) }

    package static func fact(_ fact: PublicFact, _ date: LocalDate) -> Disclosed<LocalDate> {
        Disclosed(fact.name, date)
    }

    package static func fact(_ fact: PublicFact, _ date: LocalDate?) -> Disclosed<LocalDate?> {
        Disclosed(fact.name, date)
    }

    package static func fact<Word: RawRepresentable<String> & CaseIterable & Sendable>(
        _ fact: PublicFact, _ word: Word
    ) -> Disclosed<Word> { Disclosed(fact.name, word) }

    package static func fact<Word: RawRepresentable<String> & CaseIterable & Sendable>(
        _ fact: PublicFact, _ word: Word?
    ) -> Disclosed<Word?> { Disclosed(fact.name, word) }

    /// A text of a field that is declared public.
    package static func text(_ field: PublicText, _ text: String) -> Disclosed<String> {
        Disclosed(field.name, text)
    }

    package static func text(_ field: PublicText, _ text: String?) -> Disclosed<String?> {
        Disclosed(field.name, text)
    }

    package static func texts(_ field: PublicText, _ texts: [String]) -> Disclosed<[String]> {
        Disclosed(field.name, texts)
    }
}

extension Disclosure {
    /// What a payment was for: its purpose, or its item in the place of it.
    ///
    /// A refund, a voided payment and support to persons are public only as item and sum: the purpose tells whom, or
    /// why.
    package static func purpose(of payment: Expenditure) -> Disclosed<String> {
        let isPublic =
            payment.refundOf == nil && payment.state != .voided
            && !isSupport(payment.item) && !isSupport(payment.purpose)
        return Disclosed(PublicText.purpose.name, isPublic ? payment.purpose : payment.item)
    }

    /// True for a text about support to persons; too many rather than too few.
    ///
    /// - Source: Law 10/2022/QH15, article 11(8): support for disasters and grave illness; DOMAIN §10.
    package static func isSupport(_ text: String) -> Bool {
        let words = searchedWords(of: text)
        return words.indices.contains { index in
            supportPhrases[words[index]]?.contains { words[index...].starts(with: $0) } ?? false
        }
    }

    private static func searchedWords(of text: String) -> [String] {
        text.searchKey.unicodeScalars.split { !$0.properties.isAlphabetic }.map { String($0) }
    }

    /// The words of each, by the first one.
    ///
    /// Without accents, many words are one: "tang" is a gift, a funeral and an increase, "quà" is "qua". Those stand
    /// with a word beside them.
    private static let supportPhrases = Dictionary(
        grouping: (supportGiven + supportNeeds + supportIllness).map(searchedWords), by: { $0[0] })

    /// What is done for somebody.
    private static let supportGiven = [
        "hỗ trợ", "trợ cấp", "trợ giúp", "cứu trợ", "cứu tế", "viện trợ", "bảo trợ", "trợ vốn", "giúp",
        "ủng hộ",
        "nhận đỡ đầu", "nuôi dưỡng", "phụng dưỡng", "từ thiện", "nhân đạo", "thăm hỏi", "thăm ốm",
        "thăm gia đình", "thăm hộ", "thăm bà", "thăm ông", "thăm cụ", "thăm cháu", "thăm viếng",
        "phúng viếng", "viếng", "chia buồn", "vòng hoa", "mai táng", "đám tang", "tang lễ", "lễ tang",
        "ma chay", "việc hiếu", "tặng quà", "quà tặng", "quà tết", "quà cho", "trao quà", "gửi quà",
        "biếu quà",
        "suất quà",
        "phần quà", "kính biếu", "tặng cho", "tặng bà", "tặng ông", "tặng cụ", "tặng cháu", "tặng hộ",
        "tặng gia đình", "trao cho bà", "trao cho ông", "trao cho cụ", "trao cho gia đình", "học bổng",
        "học phí", "phát gạo", "cấp gạo", "gạo cho",
    ]

    /// Who is in need, or why.
    private static let supportNeeds = [
        "nghèo", "khó khăn", "hoạn nạn", "neo đơn", "già yếu", "mồ côi", "góa", "khuyết tật", "tàn tật",
        "tật nguyền", "thương binh", "bệnh binh", "người có công", "gia đình chính sách", "gia đình liệt sĩ",
        "thân nhân liệt sĩ", "cháy nhà", "nhà bị cháy",
        "sập nhà", "xóa nhà tạm", "nhà dột nát", "nhà tình nghĩa", "nhà tình thương", "nhà đại đoàn kết",
        "mái ấm",
    ]

    private static let supportIllness = [
        "chữa bệnh", "trị bệnh", "mắc bệnh", "bị bệnh", "lâm bệnh", "bệnh nặng", "bệnh tật", "bệnh hiểm",
        "bệnh nhân", "người bệnh", "bệnh viện", "ung thư", "bị tai nạn", "gặp tai nạn", "hiểm nghèo",
        "ốm đau", "đau ốm", "bị ốm", "ốm nặng", "đau yếu", "bại liệt",
        "tâm thần", "chạy thận", "mổ tim", "ca mổ", "phẫu thuật", "điều trị", "chữa trị", "viện phí",
        "nằm viện", "nhập viện", "tiền thuốc", "thuốc men", "mua thuốc", "thuốc chữa",
    ]
}

/// Figures without a cell rule, which are live: money of the books, and numbers of documents.
extension Disclosure {
    package static func money(_ figure: PublicFigure, _ amount: Dong) -> Disclosed<Dong> {
        precondition(figure.isOpen, "a figure about persons is released with its cell")
        return Disclosed(figure.name, amount)
    }

    package static func money(_ figure: PublicFigure, _ amount: Dong?) -> Disclosed<Dong?> {
        precondition(figure.isOpen, "a figure about persons is released with its cell")
        return Disclosed(figure.name, amount)
    }

    package static func count(_ figure: PublicFigure, _ count: Int64) -> Disclosed<Int64> {
        precondition(figure.isOpen, "a figure about persons is released with its cell")
        return Disclosed(figure.name, count)
    }

    package static func count(_ figure: PublicFigure, _ count: Int64?) -> Disclosed<Int64?> {
        precondition(figure.isOpen, "a figure about persons is released with its cell")
        return Disclosed(figure.name, count)
    }
}

/// Figures about households and persons, by cells.
extension Disclosure {
    /// A figure of a cell.
    package static func count<Facts>(
        _ figure: PublicFigure, in cell: DisclosedCell<Facts>, _ count: (Facts) -> Int64
    ) -> Disclosed<Int64> { Disclosed(figure.name, count(cell.facts)) }

    /// A figure of a cell; nil when the cell is suppressed.
    package static func count<Facts>(
        _ figure: PublicFigure, in cell: DisclosedCell<Facts>?, _ count: (Facts) -> Int64?
    ) -> Disclosed<Int64?> { Disclosed(figure.name, cell.flatMap { count($0.facts) }) }

    /// A text that belongs to a cell, such as the name of a group.
    package static func text<Facts>(
        _ field: PublicText, in cell: DisclosedCell<Facts>, _ text: (Facts) -> String
    ) -> Disclosed<String> { Disclosed(field.name, text(cell.facts)) }

    /// A text that follows from the figures of a cell, such as a percentage.
    package static func text<Facts>(
        _ figure: PublicFigure, in cell: DisclosedCell<Facts>, _ text: (Facts) -> String
    ) -> Disclosed<String> { Disclosed(figure.name, text(cell.facts)) }

    /// The facts as a cell.
    ///
    /// - Parameters:
    ///   - facts: the figures.
    ///   - sizes: the numbers of households or persons about which they are, of the whole and of all parts from which
    ///     the public also knows the others.
    /// - Returns: the cell; nil when a size is 1 or 2.
    package static func cell<Facts>(_ facts: Facts, sizes: [Int64]) -> DisclosedCell<Facts>? {
        sizes.allSatisfy { shows(householdsCount: $0) } ? DisclosedCell(facts: facts) : nil
    }

    /// The facts of a decision, as far as the numbers of its households are public.
    ///
    /// Those of a decision by which money is collected always are, because everyone may check it.
    package static func cell(of decision: Decision) -> DisclosedCell<Decision>? {
        let proceedings = decision.proceedings
        guard decision.authorisedCollectionFrom == nil else { return DisclosedCell(facts: decision) }
        return cell(
            decision, sizes: [proceedings?.householdsCount ?? 0, proceedings?.representedCount ?? 0])
    }

    /// The parts that may be added up; small ones are in no sum, so that no difference of two sums is a small part.
    ///
    /// - Parameters:
    ///   - parts: the parts of all sums.
    ///   - sizes: the numbers of households or persons in a part.
    /// - Returns: the shown parts and the number of suppressed ones.
    package static func cells<Part>(
        _ parts: [Part], sizes: (Part) -> [Int64]
    ) -> (shown: DisclosedCell<[Part]>, suppressedCount: Int64) {
        let shown = parts.filter { part in sizes(part).allSatisfy { shows(householdsCount: $0) } }
        return (DisclosedCell(facts: shown), Int64(parts.count - shown.count))
    }

    /// The counts of models whose own pages are public; others would tell who was declined.
    package static func models<Count>(
        _ counts: [Count], kind: (Count) -> Model.Kind, state: (Count) -> Model.State
    ) -> DisclosedCell<[Count]> {
        DisclosedCell(facts: counts.filter { Model.isPublic(kind($0), in: state($0)) })
    }

    /// The groups of persons in a profile that may be shown with its totals.
    package static func occupations(
        of profile: DisclosedCell<Profile.Facts>?
    ) -> [DisclosedCell<Profile.Occupation>] {
        guard let facts = profile?.facts else { return [] }
        let areShown = shownParts(facts.occupations.map(\.personsCount), of: facts.personsCount)
        return zip(facts.occupations, areShown).filter(\.1).map { DisclosedCell(facts: $0.0) }
    }
}
