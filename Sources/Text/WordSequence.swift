/// A text as the letters of its words, so that a name is found in it however it is spelled.
///
/// Letters are compared by `nameKey` and `searchKey`: accents, capitals and letters that look alike do not count. Any run
/// of anything else separates words, and so does a capital letter after a small one: "(Lê-Văn/An)", "LÊ VĂN AN,",
/// "ôngLêVănAn" and "Lê Vа̌n An" contain the name Lê Văn An; "Lê Văn Anh" does not.
package struct WordSequence: Sendable {
    /// The letters of all words, without what separates them.
    private let letters: [UInt8]
    /// Where words begin in `letters`, in order.
    private let starts: [Int]
    /// True where a word ends in `letters`.
    private let isEnd: [Bool]

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
