import Domain
import JSON
import Text

extension RequestDecoder {
    mutating func id<Entity>(_ name: String, in section: Section = .body) -> Identifier<Entity> {
        optionalID(name, in: section, isRequired: true) ?? Identifier(1)
    }

    mutating func optionalID<Entity>(
        _ name: String, in section: Section = .body, isRequired: Bool = false
    ) -> Identifier<Entity>? {
        read(name, section, isRequired, .id) { value in
            switch RequestDecoder.integer(from: value, in: section) {
            case .integer(let number) where number > 0: .value(Identifier(number))
            case .integer, .outside: .error(.numberOutOfRange, .range(from: "1", to: nil))
            case .notOne: .error(.typeMismatch, Sentence(vi: "cần một số nguyên", en: "must be an integer"))
            }
        }
    }

    /// A positive amount in đồng.
    mutating func dong(_ name: String) -> Dong { optionalDong(name, isRequired: true) ?? Dong(1) }

    /// What an account held: an amount in đồng that may be 0.
    mutating func heldDong(_ name: String) -> Dong { optionalDong(name, from: 0, isRequired: true) ?? .zero }

    /// An amount of at least `min`, or nil when it is absent.
    mutating func optionalDong(_ name: String, from min: Int64 = 1, isRequired: Bool = false) -> Dong? {
        read(name, .body, isRequired, .integer(from: min, to: Dong.documentMax.amount)) { value in
            switch value {
            case .integer(let amount) where amount < min:
                min > 0
                    ? .error(.amountNotPositive, ProblemCode.amountNotPositive.title)
                    : .error(.numberOutOfRange, .range(from: "\(min)", to: nil))
            case .integer(let amount) where amount <= Dong.documentMax.amount: .value(Dong(amount))
            case .integer, .number, .string: .error(.amountNotExact, ProblemCode.amountNotExact.title)
            case .null, .bool, .array, .object:
                .error(.typeMismatch, Sentence(vi: "cần một số nguyên", en: "must be an integer"))
            }
        }
    }

    mutating func integer(
        _ name: String, in range: ClosedRange<Int64>, section: Section = .body,
        default standard: Int64? = nil
    ) -> Int64 {
        let value =
            optionalInteger(name, in: range, section: section, isRequired: standard == nil) ?? standard
            ?? range.lowerBound
        if value == standard { omitFromKey(name) }
        return value
    }

    mutating func optionalInteger(
        _ name: String, in range: ClosedRange<Int64>, section: Section = .body, isRequired: Bool = false
    ) -> Int64? {
        read(name, section, isRequired, .integer(from: range.lowerBound, to: range.upperBound)) { value in
            switch RequestDecoder.integer(from: value, in: section) {
            case .integer(let number) where range.contains(number): .value(number)
            case .integer, .outside:
                .error(.numberOutOfRange, .range(from: "\(range.lowerBound)", to: "\(range.upperBound)"))
            case .notOne: .error(.typeMismatch, Sentence(vi: "cần một số nguyên", en: "must be an integer"))
            }
        }
    }

    /// A line of text of 1 to `lengthMax` characters, normalised to NFC and with whitespace collapsed.
    mutating func text(_ name: String, upTo lengthMax: Int, in section: Section = .body) -> String {
        optionalText(name, upTo: lengthMax, in: section, isRequired: true) ?? ""
    }

    mutating func optionalText(
        _ name: String, upTo lengthMax: Int, in section: Section = .body, isRequired: Bool = false
    ) -> String? {
        read(name, section, isRequired, .line(lengthMax: lengthMax)) { value in
            guard case .string(let raw) = value else {
                return .error(.typeMismatch, Sentence(vi: "cần một chuỗi chữ", en: "must be a string"))
            }
            // Before normalising, which takes long for long texts: a letter has at most four scalars of four bytes.
            guard raw.utf8.count <= lengthMax * 16 else {
                return .error(.textTooLong, .range(from: nil, to: "\(lengthMax)"))
            }
            guard !raw.hasTooManyMarks else {
                return .error(
                    .textInvalid, Sentence(vi: "có quá nhiều dấu liền nhau", en: "too many marks in a row"))
            }
            let text = raw.cleaned
            guard !text.isEmpty else {
                return .error(.textInvalid, Sentence(vi: "không được rỗng", en: "must not be empty"))
            }
            guard !text.hasControlCharacters else {
                return .error(
                    .textInvalid,
                    Sentence(vi: "có ký tự điều khiển", en: "contains control characters"))
            }
            guard text.unicodeScalars.count <= lengthMax else {
                return .error(.textTooLong, .range(from: nil, to: "\(lengthMax)"))
            }
            return .value(text)
        }
    }

    /// A name: a line of text with at least one letter and none lost in a conversion.
    mutating func name(_ name: String, upTo lengthMax: Int) -> String {
        optionalName(name, upTo: lengthMax, isRequired: true) ?? ""
    }

    mutating func optionalName(_ name: String, upTo lengthMax: Int, isRequired: Bool = false) -> String? {
        guard let text = optionalText(name, upTo: lengthMax, isRequired: isRequired) else { return nil }
        if !text.hasLetter {
            addError(name, .textInvalid, Sentence(vi: "cần có chữ cái", en: "must contain a letter"))
        } else if text.hasLostLetters {
            let lost = Sentence(
                vi: "có chữ bị mất thành '?' khi chuyển bảng mã; hãy lấy lại từ bản gốc",
                en: "letters were lost in a conversion; take them from the original")
            addError(name, .textInvalid, lost)
        } else if let legacy = LegacyText(inName: text), let encoding = legacy.encoding {
            let meant = legacy.convertedLines.first ?? ""
            let typed = Sentence(
                vi: "chữ theo bảng mã \(encoding.name); hãy gõ lại bằng Unicode, có phải '\(meant)'?",
                en: "text in \(encoding.name); type it in Unicode, perhaps '\(meant)'")
            addError(name, .textInvalid, typed)
        }
        return text
    }

    /// A bank's reference of a transfer, in the plain forms of its characters.
    mutating func bankReference(_ name: String) -> String? {
        guard let text = optionalText(name, upTo: 50)?.compatibilityForm else { return nil }
        if !text.isCode {
            addError(
                name, .textInvalid,
                Sentence(vi: "chỉ gồm chữ cái Latinh và chữ số", en: "consists of Latin letters and digits"))
        }
        return text
    }

    /// A date on which something happened: 1945-09-02 to tomorrow, because clocks differ.
    mutating func date(_ name: String) -> LocalDate {
        optionalDate(name, isRequired: true) ?? .firstDay
    }

    /// A date that may lie ahead: 1945-09-02 to 2100-12-31.
    mutating func plannedDate(_ name: String) -> LocalDate {
        optionalPlannedDate(name, isRequired: true) ?? .firstDay
    }

    mutating func optionalPlannedDate(_ name: String, isRequired: Bool = false) -> LocalDate? {
        date(name, .body, isRequired, in: .earliestRecorded ... .latestPlanned)
    }

    /// In the body, a date on which something happened; in the query, any date of records or plans.
    mutating func optionalDate(
        _ name: String, in section: Section = .body, isRequired: Bool = false
    ) -> LocalDate? {
        let tomorrow = max(today.next ?? today, .earliestRecorded)
        return date(
            name, section, isRequired, in: .earliestRecorded...(section == .body ? tomorrow : .latestPlanned))
    }

    private mutating func date(
        _ name: String, _ section: Section, _ isRequired: Bool, in range: ClosedRange<LocalDate>
    ) -> LocalDate? {
        read(name, section, isRequired, .date) { value in
            guard case .string(let text) = value else {
                return .error(.typeMismatch, ProblemCode.dateInvalid.title)
            }
            guard let date = LocalDate(text) else {
                return .error(.dateInvalid, ProblemCode.dateInvalid.title)
            }
            if !range.contains(date) {
                return .error(.dateOutOfRange, .dates(from: range.lowerBound, to: range.upperBound))
            }
            return .value(date)
        }
    }

    /// One of the cases of `Choice`; the first one is returned for an invalid value.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) -> Choice where Choice.AllCases == [Choice] {
        optionalChoice(name, of: type, isRequired: true) ?? Choice.allCases[0]
    }

    mutating func optionalChoice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type, in section: Section = .body, isRequired: Bool = false
    ) -> Choice? where Choice.AllCases == [Choice] {
        read(name, section, isRequired, .choice(Choice.allCases.map(\.rawValue))) { value in
            guard case .string(let text) = value else {
                return .error(.typeMismatch, Sentence(vi: "cần một chuỗi chữ", en: "must be a string"))
            }
            // All words are ASCII; comparing others with them may take long: see `hasSameBytes`.
            if text.utf8.allSatisfy({ $0 < 0x80 }), let choice = Choice(rawValue: text) {
                return .value(choice)
            }
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            return .error(.choiceUnknown, Sentence(vi: "có thể dùng: \(choices)", en: "one of: \(choices)"))
        }
    }

    mutating func boolean(_ name: String, default standard: Bool) -> Bool {
        read(name, .body, false, .boolean) { value in
            guard case .bool(let flag) = value else {
                return .error(
                    .typeMismatch, Sentence(vi: "cần true hoặc false", en: "must be true or false"))
            }
            return .value(flag)
        } ?? standard
    }

    /// `true` or `false` in the query; false without the parameter.
    mutating func flag(_ name: String) -> Bool {
        let flag: Bool? = read(name, .query, false, .boolean) { value in
            switch value {
            case .string("true"): .value(true)
            case .string("false"): .value(false)
            case .string, .null, .bool, .integer, .number, .array, .object:
                .error(.typeMismatch, Sentence(vi: "cần true hoặc false", en: "must be true or false"))
            }
        }
        if flag == false { omitFromKey(name) }
        return flag ?? false
    }
}
