extension String {
    /// The canonical form in which a line of text is stored and compared: NFC, single spaces, no space at the
    /// ends.
    ///
    /// - White space is every Unicode White_Space and every zero-width character (U+200B–U+200F,
    ///   U+2060–U+2064, U+FEFF, U+061C, U+180E); each run becomes one U+0020. That includes zero-width
    ///   joiners: Vietnamese does not use them, and two names that look alike must be equal. As a
    ///   consequence, joined emoji are split.
    /// - Other characters that are not displayed (soft hyphens, variation selectors, Hangul fillers, tags) are left
    ///   out: two names that look alike must be equal.
    /// - Letters, case and tone placement ("hòa", "hoà") are kept. Cleaning twice changes nothing.
    /// - Text that is already clean and Vietnamese is returned without allocating.
    /// - Source: DOMAIN §9. SQLite's UNIQUE compares bytes, so NFC and NFD would count as two names.
    package var cleaned: String {
        if isTriviallyClean { return self }
        let collapsed = self.collapsed
        return collapsed.isTriviallyClean ? collapsed : collapsed.nfc
    }

    /// The form in which reasons and notes are stored: lines, each `cleaned`, joined by U+000A.
    ///
    /// CRLF, CR, NEL, U+2028, U+2029 and the other Unicode line ends become U+000A; a run of them becomes
    /// one, so there are no empty lines and no leading or trailing line end.
    package var cleanedLines: String {
        if isTriviallyClean { return self }
        return split(whereSeparator: \.isNewline)
            .map { String($0).cleaned }
            .filter { !$0.isEmpty }
            .joined(separator: "\n")
    }

    /// Whether the text contains invisible characters that a terminal, a log or a page would act on.
    ///
    /// These are C0 (including tab and line ends), DEL, C1, and the bidi controls U+202A–U+202E and
    /// U+2066–U+2069, which display text in another order than it is stored. Call it on `cleaned` text, where
    /// tabs and line ends are already spaces.
    package var hasControlCharacters: Bool {
        unicodeScalars.contains { $0.isControl }
    }

    /// Like `hasControlCharacters`, but allows U+000A; call it on `cleanedLines`.
    package var hasControlCharactersExceptLineFeed: Bool {
        unicodeScalars.contains { $0.isControl && $0 != "\n" }
    }

    /// The text on one line, without the characters of `hasControlCharacters`: safe to print.
    package var displayed: String {
        let text = cleaned
        guard text.hasControlCharacters else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.isControl }))
    }

    /// The beginning of the displayed text, of at most `scalarsMax` scalars: what a bank wrote is kept, however long.
    ///
    /// Not by `Character`, of which one may have any number of marks.
    package func displayed(upTo scalarsMax: Int) -> String {
        let text = displayed
        guard text.utf8.count > scalarsMax else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(scalarsMax))).cleaned
    }

    /// Whether letters were lost in a conversion: U+FFFD, several `?` in a row, or one before a letter ("Nguy?n").
    ///
    /// A name has none of them; a question mark at the end of a word may be meant.
    package var hasLostLetters: Bool {
        var isAfterMark = false
        for scalar in unicodeScalars {
            if scalar == "\u{FFFD}" { return true }
            if isAfterMark, scalar == "?" || scalar.properties.isAlphabetic { return true }
            isAfterMark = scalar == "?"
        }
        return false
    }

    /// Whether the text has a letter, as every name has.
    ///
    /// Not `isAlphabetic`: that includes marks and signs that stand for no letter when they are alone.
    package var hasLetter: Bool {
        unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter: true
            default: false
            }
        }
    }

    /// Whether more than `marksMax` combining marks follow each other.
    ///
    /// Putting marks in canonical order takes time that grows with the square of their number. Vietnamese needs two.
    ///
    /// - Source: UAX #15 §13, the stream-safe text format, with a limit of 30.
    package var hasTooManyMarks: Bool {
        var count = 0
        for scalar in unicodeScalars {
            count = scalar.isMark ? count + 1 : 0
            if count > String.marksMax { return true }
        }
        return false
    }

    package static let marksMax = 30

    /// Whether the text is clean, as far as this can be decided without normalising; false means it may not
    /// be.
    private var isTriviallyClean: Bool {
        var isAfterSpace = true
        for scalar in unicodeScalars {
            let isSpace = scalar == " "
            if isSpace ? isAfterSpace : !scalar.isInvariantUnderNFC { return false }
            isAfterSpace = isSpace
        }
        return !isAfterSpace || isEmpty
    }

    private var collapsed: String {
        var scalars = UnicodeScalarView()
        var needsSpace = false
        for scalar in unicodeScalars {
            if scalar.isWhiteSpace {
                needsSpace = !scalars.isEmpty
            } else if !scalar.isInvisible {
                if needsSpace { scalars.append(" ") }
                needsSpace = false
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}

extension Unicode.Scalar {
    /// Whether this is not white space and never changed by NFC next to other plain scalars.
    ///
    /// Below U+0300 nothing combines and everything is composed; U+1EA0–U+1EF9 are the Vietnamese letters;
    /// the others are dashes, quotes and currency signs (₫), which are common in notes.
    fileprivate var isInvariantUnderNFC: Bool {
        switch value {
        case 0x21...0x7E: true
        case 0x7F..<0x300: !isWhiteSpace && !isInvisible
        case 0x1EA0...0x1EF9, 0x2010...0x2027, 0x20A0...0x20BF: true
        default: false
        }
    }

    /// Whether this has the property White_Space or is a zero-width character.
    var isWhiteSpace: Bool {
        switch value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A: true
        case 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        // A braille pattern without dots looks like a space.
        case 0x2800: true
        case 0x61C, 0x180E, 0x200B...0x200F, 0x2060...0x2064, 0xFEFF: true
        default: false
        }
    }

    /// Whether this is a default ignorable code point that is neither white space nor a control of direction.
    ///
    /// - Source: Unicode 16, DerivedCoreProperties.txt, Default_Ignorable_Code_Point.
    fileprivate var isInvisible: Bool {
        switch value {
        case 0xAD, 0x34F, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180D, 0x180F, 0x2065, 0x206A...0x206F:
            true
        // With the anchors of interlinear annotations, which are not displayed either.
        case 0x3164, 0xFE00...0xFE0F, 0xFFA0, 0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A: true
        case 0xE0000...0xE0FFF: true
        default: false
        }
    }

    fileprivate var isControl: Bool {
        switch value {
        case 0...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
        // No characters at all, which XML cannot hold.
        case 0xFDD0...0xFDEF: true
        case _ where value & 0xFFFE == 0xFFFE: true
        default: false
        }
    }
}
