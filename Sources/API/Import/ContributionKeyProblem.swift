import Domain
import Store
import Text

extension Problem {
    /// A row whose own key several rows of the table have, each of which gets this problem.
    init(repeatedKey key: Contribution.ImportKey, onLines lines: [Int]) {
        let shown = lines.prefix(Problem.keyLinesMax).map(String.init).joined(separator: ", ")
        let list = lines.count > Problem.keyLinesMax ? shown + ", …" : shown
        self.init(errors: [
            FieldError(
                "/key", .alreadyExists,
                Sentence(
                    vi: "'\(key.written.displayed)' có ở các dòng \(list); mỗi dòng cần một số riêng",
                    en: "'\(key.written.displayed)' is on lines \(list); each row needs a key of its own"))
        ])
    }

    /// A row whose own key stands for a receipt with other content.
    init(
        key: Contribution.ImportKey, of receipt: Contribution, _ differences: [ContributionDifference]
    ) {
        let place = receipt.receiptSentence
        let shown = differences.prefix(Problem.differencesMax).map(\.sentence)
        let more = differences.count > shown.count ? ", …" : ""
        self.init(errors: [
            FieldError(
                "/key", .alreadyExists,
                Sentence(
                    vi: "đã có: \(place.vi), nhưng khác \(shown.map(\.vi).joined(separator: ", "))\(more)",
                    en: "is that of \(place.en), which differs: "
                        + shown.map(\.en).joined(separator: ", ") + more))
        ])
    }

    /// The number of lines with one key that an error lists.
    private static let keyLinesMax = 20
    /// The number of differing members that an error lists.
    private static let differencesMax = 5
}

extension Contribution {
    /// What a row that was recorded before stands for.
    var receiptSentence: Sentence { voucher.receiptSentence(isVoided: state == .voided) }
}

extension Voucher {
    /// The receipt by its number, book and day.
    func receiptSentence(isVoided: Bool) -> Sentence {
        Sentence(
            vi: "phiếu thu \(printedNumber) (quyển \(series.book)) ngày \(issuedOn.printed)"
                + (isVoided ? ", đã hủy" : ""),
            en: "receipt \(printedNumber) (book \(series.book)) of \(issuedOn.text)"
                + (isVoided ? ", voided" : ""))
    }
}
