import Text

extension Contribution {
    /// The office's own number of the row of a table from which a receipt was made.
    ///
    /// One receipt of a fund's owner has it, so that the same row is recognised when its table is imported again.
    package struct ImportKey: Hashable, Sendable {
        package static let lengthMax = 50

        /// As the office wrote it.
        package let written: String
        /// What spellings of the same key have in common: "PT 012", "pt12" and "ＰＴ１２" are one.
        ///
        /// A spreadsheet removes leading zeros.
        package let folded: String

        /// Nil when nothing is left of `text` to compare.
        package init?(_ text: String) {
            let folded = VoucherBook.key(of: text.nameKey)
            guard !folded.isEmpty else { return nil }
            self.written = text
            self.folded = folded
        }

        package static func == (left: ImportKey, right: ImportKey) -> Bool { left.folded == right.folded }

        package func hash(into hasher: inout Hasher) { hasher.combine(folded) }
    }
}
