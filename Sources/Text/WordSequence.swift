/// A text as the letters of its words, so that a name is found in it however it is spelled.
///
/// Letters are compared by `nameKey` and `searchKey`: accents, capitals and letters that look alike do not count. Any run
/// of anything else separates words, and so does a capital letter after a small one: "(Lê-Văn/An)", "LÊ VĂN AN,",
/// "ôngLêVănAn" and "Lê Vа̌n An" contain the name Lê Văn An; "Lê Văn Anh" does not.
package struct WordSequence: Sendable {
    /// The letters of all words, without what separates them.
    fileprivate let letters: [UInt8]
    /// Where words begin in `letters`, in order.
    fileprivate let starts: [Int]
    /// True where a word ends in `letters`.
    fileprivate let isEnd: [Bool]

    package init(_ text: String) {
        var letters: [UInt8] = []
        var starts: [Int] = []
        var ends: [Int] = []
        for word in text.separatedWords.nameKey.searchKey.unicodeScalars
            .split(whereSeparator: { !$0.properties.isAlphabetic })
        {
            starts.append(letters.count)
            // A letter with an accent shows its twin only now.
            letters += String(String.UnicodeScalarView(word.map { twins[$0] ?? $0 })).utf8
            ends.append(letters.count)
        }
        var isEnd = [Bool](repeating: false, count: letters.count + 1)
        for end in ends { isEnd[end] = true }
        (self.letters, self.starts, self.isEnd) = (letters, starts, isEnd)
    }

    package var wordsCount: Int { starts.count }

    /// True when a name of two words could stand in it, be they written together.
    package var mayName: Bool { letters.count > 2 }

    /// True when the words of `name`, at least two, stand together in the text, with anything or nothing between them.
    ///
    /// A name of one word would be found in too many texts.
    package func contains(_ name: WordSequence) -> Bool {
        guard name.wordsCount > 1 else { return false }
        let count = name.letters.count
        return starts.contains { start in
            start + count <= letters.count && isEnd[start + count]
                && letters[start..<(start + count)].elementsEqual(name.letters)
        }
    }
}

/// Many names, found in a text at once: as `contains` finds each of them, by their letters.
package struct NameSet: Sendable {
    private var names: Set<String> = []
    private var longest = 0

    package init() {}

    package mutating func insert(_ name: String) {
        let key = name.searchKey.utf8
        // Nearly all names: their letters are those of their key.
        if key.contains(space), key.allSatisfy({ $0 == space || (0x61...0x7A).contains($0) }) {
            return insert(letters: String(decoding: key.filter { $0 != space }, as: UTF8.self))
        }
        let words = WordSequence(name)
        guard words.wordsCount > 1 else { return }
        insert(letters: String(decoding: words.letters, as: UTF8.self))
    }

    private mutating func insert(letters: String) {
        names.insert(letters)
        longest = max(longest, letters.utf8.count)
    }

    /// True when the text contains one of the names.
    package func isNamed(in text: WordSequence) -> Bool {
        guard !names.isEmpty else { return false }
        return text.starts.contains { start in
            let last = min(start + longest, text.letters.count)
            return (start...last)
                .contains { end in
                    let run = text.letters[start..<end]
                    return text.isEnd[end] && names.contains(String(decoding: run, as: UTF8.self))
                }
        }
    }
}

private let space = UInt8(ascii: " ")

extension String {
    /// The letters and their marks, with spaces between words.
    fileprivate var separatedWords: String {
        var words = String.UnicodeScalarView()
        var isAfterSmallLetter = false
        for scalar in unicodeScalars {
            let properties = scalar.properties
            if properties.isAlphabetic {
                if isAfterSmallLetter, properties.isUppercase { words.append(" ") }
                isAfterSmallLetter = properties.isLowercase
                words.append(scalar)
            } else if scalar.isAccentMark {
                words.append(scalar)
            } else {
                isAfterSmallLetter = false
                words.append(" ")
            }
        }
        return String(words)
    }
}
