/// Text of another encoding that was found where UTF-8 is expected.
package struct LegacyText: Hashable, Sendable {
    /// Nil when the bytes are neither UTF-8 nor text of a known encoding.
    package let encoding: LegacyEncoding?
    /// True when the bytes are no text at all, such as those of a picture, a PDF or a workbook.
    package let isBinary: Bool
    /// The first line that shows it, from 1.
    package let line: Int
    /// The first lines in UTF-8, as an offer: a person decides whether they are right.
    package let convertedLines: [String]

    private static let linesMax = 5
    private static let lettersMax = 200

    private init(_ encoding: LegacyEncoding?, line: Int, converted: String, isBinary: Bool = false) {
        self.encoding = encoding
        self.isBinary = isBinary
        self.line = line
        convertedLines = converted.unicodeScalars.split(maxSplits: LegacyText.linesMax * 2) { $0.isLineEnd }
            .prefix(LegacyText.linesMax).map { String($0.prefix(LegacyText.lettersMax)).displayed }
    }

    /// Text that is not UTF-8 at all: UTF-16, by its mark or its zero bytes, or one byte a letter; or no text.
    package init?(in bytes: [UInt8]) {
        if let encoding = LegacyText.utf16(bytes), let text = LegacyText.decodedUTF16(bytes, encoding) {
            self.init(encoding, line: 1, converted: text)
            return
        }
        if let line = LegacyText.firstLineWithoutText(in: bytes) {
            self.init(nil, line: line, converted: "", isBinary: true)
            return
        }
        guard let line = LegacyText.firstLineWithoutUTF8(in: bytes) else { return nil }
        let text = LegacyEncoding.readAsWindows1252(bytes.prefix(LegacyText.sampleBytesMax))
        var evidence = LegacyEvidence()
        let encoding = evidence.encoding(of: text, in: [.tcvn3, .vni, .windows1258])
        self.init(encoding, line: line, converted: encoding?.decoded(text) ?? "")
    }

    /// Text that is UTF-8, but whose letters are those of a legacy font, or bytes read as letters.
    ///
    /// - Parameter lines: the texts of each line, with its number.
    package init?(in lines: some Collection<(line: Int, texts: [String])>) {
        var evidence = LegacyEvidence()
        for (index, line) in zip(lines.indices, lines) {
            let text = line.texts.joined(separator: ",")
            guard let encoding = evidence.encoding(of: text, in: [.mojibake, .tcvn3, .vni, .windows1258])
            else {
                continue
            }
            let converted = lines[index...].prefix(LegacyText.linesMax)
                .map { $0.texts.map { encoding.decoded($0) ?? $0 }.joined(separator: ",") }
            self.init(encoding, line: line.line, converted: converted.joined(separator: "\n"))
            return
        }
        return nil
    }

    /// A name that is not Vietnamese as it is, but would be in another encoding.
    package init?(inName name: String) {
        let isForeign = name.unicodeScalars.split { !$0.isInWord }
            .contains { word in
                // Between digits, such as the dots of a telephone number, they are no letters.
                word.contains { !$0.isASCII } && word.contains { $0.isASCII && $0.properties.isAlphabetic }
                    && !isVietnameseSyllable(String(word))
            }
        guard isForeign else { return nil }
        self.init(in: [(line: 1, texts: [name])])
    }

    private static let sampleBytesMax = 1 << 16

    /// UTF-16 has a mark, or a zero byte in most pairs, as commas, digits and line ends have.
    private static func utf16(_ bytes: [UInt8]) -> LegacyEncoding? {
        if bytes.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
        if bytes.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
        let sample = bytes.prefix(1000)
        let evenZeros = sample.indices.count { $0 % 2 == 0 && sample[$0] == 0 }
        let oddZeros = sample.indices.count { $0 % 2 == 1 && sample[$0] == 0 }
        guard max(evenZeros, oddZeros) * 4 > sample.count else { return nil }
        return oddZeros > evenZeros ? .utf16LittleEndian : .utf16BigEndian
    }

    /// The first line with a byte that no text has in any encoding of one byte a letter: NUL, or another control that
    /// neither ends nor indents a line.
    private static func firstLineWithoutText(in bytes: [UInt8]) -> Int? {
        bytes.firstIndex { $0 < 0x20 && !($0 >= 0x09 && $0 <= 0x0D) && $0 != 0x1A && $0 != 0x1B }
            .map { bytes[..<$0].linesCount }
    }

    /// The first part of `bytes`, or nil when it is no text in UTF-16: it has controls or halves of pairs.
    private static func decodedUTF16(_ bytes: [UInt8], _ encoding: LegacyEncoding) -> String? {
        let sample = bytes.prefix(sampleBytesMax)
        let isBigEndian = encoding == .utf16BigEndian
        let units = stride(from: 0, to: sample.count - 1, by: 2)
            .map { place in
                let (first, second) = (UInt16(sample[place]), UInt16(sample[place + 1]))
                return isBigEndian ? first << 8 | second : second << 8 | first
            }
        let text = units.first == 0xFEFF ? units.dropFirst() : units[...]
        // The sample may end within a pair.
        let isText =
            !text.contains { $0 < 0x09 || $0 > 0x0D && $0 < 0x20 || $0 >= 0xFFFE }
            && text.dropLast().indices
                .allSatisfy { index in
                    UTF16.isLeadSurrogate(text[index]) == UTF16.isTrailSurrogate(text[index + 1])
                }
        return isText ? String(decoding: text, as: UTF16.self) : nil
    }

    private static func firstLineWithoutUTF8(in bytes: [UInt8]) -> Int? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return bytes[..<error.byteOffsets.lowerBound].linesCount
        }
    }
}

/// Recognises an encoding by words that are Vietnamese only after decoding.
private struct LegacyEvidence {
    /// What a word speaks for, or against all.
    private enum Verdict {
        case encodings([LegacyEncoding])
        case vietnamese, nothing
    }

    private var verdicts: [String: Verdict] = [:]
    private static let verdictsMax = 20_000

    /// The encoding of `text`, if more words speak for one than are Vietnamese as they are.
    mutating func encoding(of text: String, in encodings: [LegacyEncoding]) -> LegacyEncoding? {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return nil }
        var votes: [LegacyEncoding: Int] = [:]
        var against = 0
        for word in text.unicodeScalars.split(whereSeparator: { !$0.isInWord }).map({ String($0) }) {
            switch verdict(on: word) {
            case .encodings(let found):
                for one in found where encodings.contains(one) { votes[one, default: 0] += 1 }
            case .vietnamese: against += 1
            case .nothing: break
            }
        }
        // The order of `encodings` decides between equal numbers of votes.
        let best = encodings.max { votes[$0, default: 0] < votes[$1, default: 0] }
        guard let best, let count = votes[best], count > against else { return nil }
        return encodings.first { votes[$0] == count }
    }

    private mutating func verdict(on word: String) -> Verdict {
        if let known = verdicts[word] { return known }
        if verdicts.count == LegacyEvidence.verdictsMax { verdicts.removeAll() }
        let verdict = LegacyEvidence.verdict(on: word)
        verdicts[word] = verdict
        return verdict
    }

    private static func verdict(on word: String) -> Verdict {
        if word.utf8.allSatisfy({ $0 < 0x80 }) { return .nothing }
        // A word that is Vietnamese both as it is and decoded says nothing: "phó" is "phú" in TCVN3.
        let isVietnamese = isVietnameseSyllable(word)
        let decodings = LegacyEncoding.allCases.filter { encoding in
            guard let decoded = encoding.decoded(word), decoded != word else { return false }
            return decoded.unicodeScalars.contains { !$0.isASCII } && isVietnameseSyllable(decoded)
        }
        if !isVietnamese { return decodings.isEmpty ? .nothing : .encodings(decodings) }
        return decodings.isEmpty ? .vietnamese : .nothing
    }
}

extension Unicode.Scalar {
    fileprivate var isLineEnd: Bool { self == "\n" || self == "\r" }

    /// Whether this belongs to a word, or stands for a byte that is a letter in one of the encodings.
    ///
    /// In mojibake, also the punctuation of Windows-1252 and C1 controls are bytes of letters.
    fileprivate var isInWord: Bool {
        switch value {
        case 0x80...0x24F, 0x300...0x36F: true
        case 0x2010...0x203A, 0x20AC, 0x2122: true
        default: properties.isAlphabetic
        }
    }
}
