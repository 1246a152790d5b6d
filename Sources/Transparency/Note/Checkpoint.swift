/// What a log says of itself: its origin, the number of its entries and the root over them.
///
/// - Source: C2SP tlog-checkpoint.md at 5ba5ee8. Extension lines, which it does not recommend, are refused.
package struct Checkpoint: Hashable, Sendable {
    package enum Fault: Error, Hashable {
        /// Not three lines, each ended by a newline.
        case lineCount
        /// The first line is empty or no UTF-8.
        case origin
        /// The second line is no decimal without leading zeroes to 2⁶³ − 1.
        case size
        /// The third line is no base64 of 32 bytes.
        case root
    }

    /// Which log: one line, not empty.
    ///
    /// Recommended is the URL of its prefix without scheme.
    package let origin: ExactText

    /// The number of leaves.
    package let size: Int64

    package let root: TreeHash

    /// Creates a checkpoint of the log whose key has the name `origin`.
    package init(origin: KeyName, size: Int64, root: TreeHash) {
        precondition(size >= 0, "a size is not negative")
        self.origin = origin.text
        self.size = size
        self.root = root
    }

    /// Parses the text of a note; every other spelling than `text` would write is refused.
    package init(parsing text: ExactText) throws(Fault) {
        let lines = text.string.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count == 4, lines[3].isEmpty else { throw .lineCount }
        guard let origin = ExactText(bytes: lines[0]), !origin.string.isEmpty else { throw .origin }
        guard let size = StrictDecimal.number(of: lines[1]) else { throw .size }
        guard let root = TreeHash(base64: lines[2]) else { throw .root }
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// The three lines, which are signed.
    package var text: ExactText { ExactText("\(origin.string)\n\(size)\n\(root.base64)\n") }

    /// The note with the signature of `key`, whose name is the origin.
    ///
    /// - Throws: what swift-crypto throws, which is not expected.
    package func signed(by key: SigningKey) throws -> SignedNote {
        precondition(key.name.text == origin, "the key of another log")
        var note = try SignedNote(text: text.string)
        note.add(try key.signature(of: note.text))
        return note
    }
}
