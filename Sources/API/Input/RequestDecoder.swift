import Domain
import JSON
import Text

/// Decodes a request: values of the path, the query and the body, read by name.
///
/// Decoding never stops early: each error is collected with its place and a placeholder is returned, so that all
/// errors are reported at once. The same code, run on a recording decoder, provides the fields for the OpenAPI document.
package struct RequestDecoder {
    enum Source {
        case request(path: [PathValue], query: [QueryValue], body: [JSONMember])
        case recording
    }

    let source: Source
    /// Configurable defaults and bounds.
    let settings: ServiceSettings
    /// The JSON pointer of the object being decoded: empty, or that of a list item.
    let place: String
    package internal(set) var errors: [FieldError] = []
    /// The names read so far, by section; all other names in the request are unknown.
    private var allowed: [(section: Section, name: String)] = []
    private(set) var recorded: [InputField] = []

    init(path: [PathValue], query: [QueryValue], body: [JSONMember], settings: ServiceSettings) {
        source = .request(path: path, query: query, body: body)
        self.settings = settings
        place = ""
    }

    init(item: [JSONMember], at place: String, settings: ServiceSettings) {
        source = .request(path: [], query: [], body: item)
        self.settings = settings
        self.place = place
    }

    init() {
        source = .recording
        settings = ServiceSettings()
        place = ""
    }

    /// The fields that `input` decodes.
    static func fields(of input: any Input.Type) -> [InputField] {
        var decoder = RequestDecoder()
        _ = input.init(from: &decoder)
        return decoder.recorded
    }

    /// Adds an error that concerns several values.
    mutating func addError(
        _ name: String, _ code: ProblemCode, _ detail: Sentence, in section: Section = .body
    ) {
        note(name, section, code, detail)
    }

    /// Allows a name that this input does not read itself.
    mutating func allow(_ name: String, in section: Section) { allowed.append((section, name)) }

    /// True when the body contains the member with a value other than null.
    func contains(_ name: String) -> Bool {
        switch source {
        case .request(_, _, let body): body.contains { $0.name == name && $0.value != .null }
        case .recording: true
        }
    }

    /// Adds an error for each of `names` that is null: a merge patch may change these members, not remove them.
    ///
    /// - Source: RFC 7396 §2.
    mutating func requireNonNull(_ names: String...) {
        guard case .request(_, _, let body) = source else { return }
        for name in names where body.contains(where: { $0.name == name && $0.value == .null }) {
            note(name, .body, .typeMismatch, Sentence(vi: "không được là null", en: "must not be null"))
        }
    }

    /// Throws the collected errors.
    ///
    /// - Throws: `not-found` when a path value is invalid, otherwise all errors at once.
    func check() throws(Problem) {
        let all = allErrors()
        guard !all.isEmpty else { return }
        if all.contains(where: { $0.code == .notFound }) { throw Problem(.notFound) }
        throw Problem(errors: all)
    }

    /// The errors of the values, then one for each of the first `unknownMax` unknown parameters and members.
    func allErrors() -> [FieldError] {
        guard case .request(_, let query, let body) = source else { return [] }
        if query.isEmpty, body.isEmpty { return errors }
        let parameters = query.lazy.filter { !isAsked($0.name, in: .query) }.prefix(unknownMax)
            .map { FieldError(.parameter($0.name), .parameterUnknown, allowed(in: .query)) }
        let members = body.lazy.filter { !isAsked($0.name, in: .body) }.prefix(unknownMax)
            .map { member in
                FieldError(
                    place + JSONPointer([.member(member.name)]).text, .memberUnknown, allowed(in: .body))
            }
        return errors + Array(parameters) + Array(members)
    }

    private func allowed(in section: Section) -> Sentence {
        let names = allowed.filter { $0.section == section }.map(\.name)
        let list = names.isEmpty ? "–" : names.joined(separator: ", ")
        return Sentence(vi: "có thể dùng: \(list)", en: "allowed: \(list)")
    }

    private func isAsked(_ name: String, in section: Section) -> Bool {
        allowed.contains { $0.section == section && $0.name == name }
    }
}

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
            case .integer, .outside: .fault(.numberOutOfRange, .range(from: "1", to: nil))
            case .notOne: .fault(.typeMismatch, Sentence(vi: "cần một số nguyên", en: "must be an integer"))
            }
        }
    }

    /// A positive amount in đồng.
    mutating func dong(_ name: String) -> Dong {
        read(name, .body, true, .integer(from: 1, to: Dong.documentMax.amount)) { value in
            switch value {
            case .integer(let amount) where amount <= 0:
                .fault(.amountNotPositive, ProblemCode.amountNotPositive.title)
            case .integer(let amount) where amount <= Dong.documentMax.amount: .value(Dong(amount))
            case .integer, .number, .string: .fault(.amountNotExact, ProblemCode.amountNotExact.title)
            case .null, .bool, .array, .object:
                .fault(.typeMismatch, Sentence(vi: "cần một số nguyên", en: "must be an integer"))
            }
        } ?? Dong(1)
    }

    mutating func integer(
        _ name: String, in range: ClosedRange<Int64>, section: Section = .body,
        default standard: Int64? = nil
    ) -> Int64 {
        optionalInteger(name, in: range, section: section, isRequired: standard == nil) ?? standard
            ?? range.lowerBound
    }

    mutating func optionalInteger(
        _ name: String, in range: ClosedRange<Int64>, section: Section = .body, isRequired: Bool = false
    ) -> Int64? {
        read(name, section, isRequired, .integer(from: range.lowerBound, to: range.upperBound)) { value in
            switch RequestDecoder.integer(from: value, in: section) {
            case .integer(let number) where range.contains(number): .value(number)
            case .integer, .outside:
                .fault(.numberOutOfRange, .range(from: "\(range.lowerBound)", to: "\(range.upperBound)"))
            case .notOne: .fault(.typeMismatch, Sentence(vi: "cần một số nguyên", en: "must be an integer"))
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
        read(name, section, isRequired, .text(lengthMax: lengthMax)) { value in
            guard case .string(let raw) = value else {
                return .fault(.typeMismatch, Sentence(vi: "cần một chuỗi chữ", en: "must be a string"))
            }
            let text = raw.cleaned
            guard !text.isEmpty else {
                return .fault(.textInvalid, Sentence(vi: "không được rỗng", en: "must not be empty"))
            }
            guard !text.hasControlCharacters else {
                return .fault(
                    .textInvalid,
                    Sentence(vi: "có ký tự điều khiển", en: "contains control characters"))
            }
            guard text.unicodeScalars.count <= lengthMax else {
                return .fault(.textTooLong, .range(from: nil, to: "\(lengthMax)"))
            }
            return .value(text)
        }
    }

    mutating func date(_ name: String) -> LocalDate {
        optionalDate(name, isRequired: true) ?? .firstDay
    }

    mutating func optionalDate(
        _ name: String, in section: Section = .body, isRequired: Bool = false
    ) -> LocalDate? {
        read(name, section, isRequired, .date) { value in
            guard case .string(let text) = value else {
                return .fault(.typeMismatch, ProblemCode.dateInvalid.title)
            }
            guard let date = LocalDate(text) else {
                return .fault(.dateInvalid, ProblemCode.dateInvalid.title)
            }
            return .value(date)
        }
    }

    /// One of the cases of `Word`; the first one is the placeholder for an invalid value.
    mutating func choice<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Word.Type
    ) -> Word where Word.AllCases == [Word] {
        optionalChoice(name, of: type, isRequired: true) ?? Word.allCases[0]
    }

    mutating func optionalChoice<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Word.Type, in section: Section = .body, isRequired: Bool = false
    ) -> Word? where Word.AllCases == [Word] {
        read(name, section, isRequired, .choice(Word.allCases.map(\.rawValue))) { value in
            guard case .string(let text) = value else {
                return .fault(.typeMismatch, Sentence(vi: "cần một chuỗi chữ", en: "must be a string"))
            }
            if let word = Word(rawValue: text) { return .value(word) }
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            return .fault(.choiceUnknown, Sentence(vi: "có thể dùng: \(words)", en: "one of: \(words)"))
        }
    }

    mutating func boolean(_ name: String, default standard: Bool) -> Bool {
        read(name, .body, false, .boolean) { value in
            guard case .bool(let flag) = value else {
                return .fault(
                    .typeMismatch, Sentence(vi: "cần true hoặc false", en: "must be true or false"))
            }
            return .value(flag)
        } ?? standard
    }
}

extension RequestDecoder {
    enum Outcome<Value> {
        case value(Value)
        case fault(ProblemCode, Sentence)
    }

    fileprivate enum IntegerOutcome {
        case integer(Int64)
        case outside
        case notOne
    }

    /// The value of `name`, or nil with an error when it is invalid or a required one is missing.
    mutating func read<Value>(
        _ name: String, _ section: Section, _ isRequired: Bool, _ schema: @autoclosure () -> Schema,
        _ convert: (JSONValue) -> Outcome<Value>
    ) -> Value? {
        allowed.append((section, name))
        guard case .request(let path, let query, let body) = source else {
            recorded.append(
                InputField(
                    name: name, section: section, schema: schema(), isRequired: isRequired))
            return nil
        }
        let value: JSONValue? =
            switch section {
            case .path: path.first { $0.name == name }.map { .string($0.text) }
            case .query: query.first { $0.name == name }.map { .string($0.text) }
            case .body: body.first { $0.name == name }?.value
            }
        guard let value, value != .null else {
            if isRequired {
                note(name, section, .memberMissing, Sentence(vi: "bắt buộc", en: "is required"))
            }
            return nil
        }
        switch convert(value) {
        case .value(let value): return value
        case .fault(let code, let detail):
            note(name, section, code, detail)
            return nil
        }
    }

    private mutating func note(
        _ name: String, _ section: Section, _ code: ProblemCode, _ detail: Sentence
    ) {
        switch section {
        case .path: errors.append(FieldError("", .notFound, ProblemCode.notFound.title))
        case .query: errors.append(FieldError(.parameter(name), .parameterInvalid, detail))
        case .body: errors.append(FieldError(place + "/" + name, code, detail))
        }
    }

    /// The integer in `value`: a JSON integer in the body, digits elsewhere.
    fileprivate static func integer(from value: JSONValue, in section: Section) -> IntegerOutcome {
        switch value {
        case .integer(let number): return .integer(number)
        case .number: return .notOne
        case .string(let text) where section != .body:
            guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return .notOne }
            return Int64(text).map { .integer($0) } ?? .outside
        case .string, .null, .bool, .array, .object: return .notOne
        }
    }
}

/// The value of a path segment, with the name of its placeholder.
struct PathValue: Hashable, Sendable {
    let name: String
    let text: String
}

/// A decoded name and value from the query.
struct QueryValue: Hashable, Sendable {
    let name: String
    let text: String
}

/// The maximum number of unknown names listed in a response.
let unknownMax = 100
