extension String {
    /// The text as the name of a sheet: at most 31 UTF-16 units, without `[ ] : * ? / \`, not `History`.
    ///
    /// - Source: Excel specifications and limits; the checks of libxlsxwriter (`workbook_validate_sheet_name`).
    package var sheetName: String {
        let forbidden: Set<Unicode.Scalar> = ["[", "]", ":", "*", "?", "/", "\\"]
        var name = String.UnicodeScalarView()
        for scalar in unicodeScalars.xmlScalars {
            name.append(forbidden.contains(scalar) || scalar.value < 0x20 ? "-" : scalar)
        }
        var text = String(name).prefix(utf16: 31)
        while text.unicodeScalars.first == "'" { text.unicodeScalars.removeFirst() }
        while text.unicodeScalars.last == "'" { text.unicodeScalars.removeLast() }
        return text.allSatisfy(\.isWhitespace) || text.lowercased() == "history" ? "Sheet1" : text
    }

    /// The text as libxlsxwriter takes it: nothing that XML cannot hold, nothing that reads as an escape, at most
    /// 32,767 UTF-16 units, of which the last is then `…`.
    ///
    /// - Source: ECMA-376 part 1 §22.9.2.19 (ST_Xstring); Excel specifications and limits.
    var asCellText: String {
        guard
            utf8.contains(where: { $0 == UInt8(ascii: "_") || $0 == 0 || $0 == 0xEF })
                || utf8.count > unitsMax
        else { return self }
        var text = String(unicodeScalars.xmlScalars)
        if text.utf16.count > unitsMax { text = text.prefix(utf16: unitsMax - 1) + "…" }
        text = text.replacingEscapes
        // The library counts scalars, with those that the escapes add.
        return text.unicodeScalars.count > unitsMax ? text.prefix(utf16: unitsMax - 1) + "…" : text
    }

    /// The longest beginning of at most `unitsMax` UTF-16 units that ends with a whole scalar.
    private func prefix(utf16 unitsMax: Int) -> String {
        var (unitsCount, end) = (0, unicodeScalars.startIndex)
        while end < unicodeScalars.endIndex {
            unitsCount += UTF16.width(unicodeScalars[end])
            guard unitsCount <= unitsMax else { break }
            end = unicodeScalars.index(after: end)
        }
        return String(unicodeScalars[..<end])
    }

    /// The text with `_x0041_` as `_x005F_x0041_`: the former would be read as `A`.
    private var replacingEscapes: String {
        guard utf8.contains(UInt8(ascii: "_")) else { return self }
        let scalars = Array(unicodeScalars)
        var text = String.UnicodeScalarView()
        for index in scalars.indices {
            text.append(scalars[index])
            if scalars.escapedUnit(at: index) != nil { text.append(contentsOf: "x005F_".unicodeScalars) }
        }
        return String(text)
    }

    /// The text of a cell with `_x000D_` and the like replaced by what they stand for; units that are no scalar stay.
    ///
    /// - Source: ECMA-376 part 1 §22.9.2.19 (ST_Xstring).
    var withoutEscapes: String {
        guard utf8.contains(UInt8(ascii: "_")) else { return self }
        let scalars = Array(unicodeScalars)
        var units: [UInt16] = []
        var index = 0
        while index < scalars.count {
            if let unit = scalars.escapedUnit(at: index) {
                units.append(unit)
                index += 7
            } else {
                units += UTF16.encode(scalars[index]).map { Array($0) } ?? []
                index += 1
            }
        }
        return String(decoding: units, as: UTF16.self)
    }
}

/// The length of a text in a cell, in UTF-16 units.
private let unitsMax = 32_767

extension [Unicode.Scalar] {
    /// The UTF-16 unit that `_xHHHH_` at `index` stands for; nil when nothing like that is there.
    fileprivate func escapedUnit(at index: Int) -> UInt16? {
        guard index + 6 < count, self[index] == "_", self[index + 1] == "x", self[index + 6] == "_" else {
            return nil
        }
        var value: UInt16 = 0
        for scalar in self[index + 2..<index + 6] {
            guard scalar.isASCII, let digit = Character(scalar).hexDigitValue else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return value
    }
}

extension String.UnicodeScalarView {
    /// The scalars with U+FFFD for those that XML 1.0 does not have and libxlsxwriter does not escape.
    fileprivate var xmlScalars: String.UnicodeScalarView {
        var scalars = String.UnicodeScalarView()
        for scalar in self {
            let isMissing = scalar.value == 0 || scalar.value == 0xFFFE || scalar.value == 0xFFFF
            scalars.append(isMissing ? "\u{FFFD}" : scalar)
        }
        return scalars
    }
}
