import Domain
import Store
import Text

/// The entities of one place by their names, or by the codes of households, over time.
struct NameIndex {
    /// What a name in a row names.
    enum Match {
        case one(Int64)
        /// Several on the day.
        case several([NamedPeriod])
        /// None on the day; with those that may be meant.
        case none(similar: [NamedPeriod])
    }

    private var byKey: [String: [NamedPeriod]] = [:]
    /// By letters and digits only, without accents and leading zeros.
    private var bySimilarKey: [String: [NamedPeriod]] = [:]

    init(_ periods: [NamedPeriod]) {
        for period in periods {
            byKey[period.name.nameKey, default: []].append(period)
            bySimilarKey[NameIndex.similarKey(of: period.name), default: []].append(period)
        }
    }

    /// The entity that was called `name` on `day`, compared by `nameKey`.
    ///
    /// Of several, the one that is written like `name`: codes may differ by case only.
    func match(_ name: String, on day: LocalDate) -> Match {
        let named = (byKey[name.nameKey] ?? []).filter { $0.contains(day) }
        let ids = Set(named.map(\.id))
        if let id = ids.first, ids.count == 1 { return .one(id) }
        let same = Set(named.filter { $0.name == name.cleaned }.map(\.id))
        if let id = same.first, same.count == 1 { return .one(id) }
        guard named.isEmpty else { return .several(named) }
        return .none(similar: bySimilarKey[NameIndex.similarKey(of: name)] ?? [])
    }

    private static func similarKey(of name: String) -> String { VoucherBook.key(of: name.similarNameKey) }
}

extension NameIndex.Match {
    /// What is wrong with a name that names none or several; nil when it names one.
    ///
    /// - Parameters:
    ///   - kind: of what it should name.
    ///   - name: as the row has it.
    ///   - day: the day of the row.
    ///   - column: where the row has it.
    /// - Returns: the error, at the column.
    func error(_ kind: EntityKind, _ name: String, on day: LocalDate, in column: String) -> FieldError? {
        let shown = String(name.displayed.prefix(60))
        switch self {
        case .one: return nil
        case .several(let named):
            let list = named.listed
            return FieldError(
                "/" + column, .referenceAmbiguous,
                Sentence(
                    vi: "có nhiều \(kind.vietnamese) '\(shown)' ngày \(day.printed): \(list.vi)",
                    en: "several are called '\(shown)' on \(day.text): \(list.en)"))
        case .none(let similar):
            let list = similar.listed
            return FieldError(
                "/" + column, .referenceUnknown,
                Sentence(
                    vi: "không có \(kind.vietnamese) '\(shown)' ngày \(day.printed)"
                        + (similar.isEmpty ? "" : "; có: \(list.vi)"),
                    en: "nothing is called '\(shown)' on \(day.text)"
                        + (similar.isEmpty ? "" : "; there is: \(list.en)")))
        }
    }
}

extension [NamedPeriod] {
    /// The first of them, each with its id and days, for whoever must choose.
    fileprivate var listed: Sentence {
        let shown = prefix(NameIndex.candidatesMax)
        let more = count > shown.count ? ", …" : ""
        return Sentence(
            vi: shown.map(\.sentence.vi).joined(separator: ", ") + more,
            en: shown.map(\.sentence.en).joined(separator: ", ") + more)
    }
}

extension NameIndex {
    /// The number of candidates that an error lists.
    fileprivate static let candidatesMax = 5
}

extension NamedPeriod {
    fileprivate var sentence: Sentence {
        let known = [name.displayed.prefix(40), context.displayed.prefix(40)].filter { !$0.isEmpty }
            .joined(separator: " – ")
        return Sentence(
            vi:
                "\(known) (số \(id)\(from.map { ", từ \($0.printed)" } ?? "")\(to.map { " đến \($0.printed)" } ?? ""))",
            en:
                "\(known) (id \(id)\(from.map { ", from \($0.text)" } ?? "")\(to.map { " to \($0.text)" } ?? ""))"
        )
    }
}
