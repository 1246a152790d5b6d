import Domain
import JSON
import Text

/// Decodes a request: values of the path, the query and the body, read by name.
///
/// Decoding never stops early: each error is collected with its place and a default value is returned, so that all
/// errors are reported at once. The same code, run on a recording decoder, provides the fields for OpenAPI.
package struct RequestDecoder {
    enum Source {
        case request(path: [PathValue], query: [QueryValue], body: [JSONMember])
        case recording
    }

    let source: Source
    /// Configurable defaults and bounds.
    let settings: ServiceSettings
    /// The date of the request in Vietnam.
    let today: LocalDate
    /// The language of texts in the response.
    var language = Language.vietnamese
    /// The JSON pointer of the object being decoded: empty, or that of a list item.
    let place: String
    /// The bytes of a body that is a table; empty otherwise.
    let table: [UInt8]
    /// The form of the table: CSV or a workbook.
    var tableMedia = Media.csv
    package internal(set) var errors: [FieldError] = []
    /// What the filters of a list name.
    var references: [FilterReference] = []
    /// The texts that will be public.
    var publicTexts: [GivenPublicText] = []
    /// What the values of path and query mean, by name: see `target(of:)`.
    ///
    /// Empty unless `isKeyed`.
    var pathTexts: [String: String] = [:]
    var queryTexts: [String: String] = [:]
    /// True for requests whose responses are cached.
    private let isKeyed: Bool
    /// The names read so far, by section; all other names in the request are unknown.
    private var allowed: [(section: Section, name: String)] = []
    private(set) var recordedFields: [InputField] = []

    init(
        path: [PathValue], query: [QueryValue], body: [JSONMember], table: [UInt8] = [],
        settings: ServiceSettings, today: LocalDate, isKeyed: Bool = false
    ) {
        source = .request(path: path, query: query, body: body)
        self.isKeyed = isKeyed
        self.settings = settings
        self.today = today
        self.table = table
        place = ""
    }

    /// Decodes an item of a list in the request that `parent` decodes.
    init(item: [JSONMember], at place: String, of parent: RequestDecoder) {
        source = .request(path: [], query: [], body: item)
        settings = parent.settings
        today = parent.today
        self.place = place
        isKeyed = false
        table = []
    }

    init() {
        source = .recording
        settings = ServiceSettings()
        today = .earliestRecorded
        place = ""
        isKeyed = false
        table = []
    }

    /// The fields that `input` decodes.
    static func fields(of input: any Input.Type) -> [InputField] {
        var decoder = RequestDecoder()
        _ = input.init(from: &decoder)
        return decoder.recordedFields
    }

    /// Adds an error that concerns several values.
    mutating func addError(
        _ name: String, _ code: ProblemCode, _ detail: Sentence, in section: Section = .body
    ) {
        record(name, section, code, detail)
    }

    /// Records that the text that was read last will be public.
    mutating func recordPublicText() {
        if !recordedFields.isEmpty { recordedFields[recordedFields.count - 1].isPublic = true }
    }

    /// Allows a name that this input does not read itself.
    mutating func allow(_ name: String, in section: Section) { allowed.append((section, name)) }

    /// True when the body contains the member with a value other than null.
    func contains(_ name: String) -> Bool {
        switch source {
        case .request(_, _, let body): body.contains { $0.isNamed(name) && $0.value != .null }
        case .recording: true
        }
    }

    /// Whether the query has a parameter `name`, with any value.
    func isFiltered(by name: String) -> Bool {
        switch source {
        case .request(_, let query, _): query.contains { $0.isNamed(name) }
        case .recording: true
        }
    }

    /// Adds an error for each of `names` that is null: a merge patch may change these members, not remove them.
    ///
    /// - Source: RFC 7396 §2.
    mutating func requireNonNull(_ names: String...) {
        guard case .request(_, _, let body) = source else {
            // Called after the members were read.
            for index in recordedFields.indices where names.contains(recordedFields[index].name) {
                recordedFields[index].takesNull = false
            }
            return
        }
        for name in names where body.contains(where: { $0.isNamed(name) && $0.value == .null }) {
            record(name, .body, .typeMismatch, Sentence(vi: "không được là null", en: "must not be null"))
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
        return errors
            + unknown(query.lazy.map(\.name), in: .query) { name in
                FieldError(.parameter(name), .parameterUnknown, allowed(in: .query))
            }
            + unknown(body.lazy.map(\.name), in: .body) { name in
                FieldError(place + JSONPointer([.member(name)]).text, .memberUnknown, allowed(in: .body))
            }
    }

    /// An error for each of the first `unknownMax` of `names` that nothing asked for.
    private func unknown(
        _ names: some Sequence<String>, in section: Section, _ error: (String) -> FieldError
    ) -> [FieldError] {
        var errors: [FieldError] = []
        for name in names where !isAsked(name, in: section) {
            errors.append(error(name))
            if errors.count == unknownMax { break }
        }
        return errors
    }

    private func allowed(in section: Section) -> Sentence {
        let names = allowed.filter { $0.section == section }.map(\.name)
        let list = names.isEmpty ? "–" : names.joined(separator: ", ")
        return Sentence(vi: "có thể dùng: \(list)", en: "allowed: \(list)")
    }

    private func isAsked(_ name: String, in section: Section) -> Bool {
        allowed.contains { $0.section == section && hasSameBytes($0.name, name) }
    }
}

extension RequestDecoder {
    enum Outcome<Value> {
        case value(Value)
        case error(ProblemCode, Sentence)
    }

    enum IntegerOutcome {
        case integer(Int64)
        case outside
        case notOne
    }

    /// The value of `name`, or nil with an error when it is invalid or a required one is missing.
    mutating func read<Value>(
        _ name: String, _ section: Section, _ isRequired: Bool, _ schema: @autoclosure () -> JSONSchema,
        _ convert: (JSONValue) -> Outcome<Value>
    ) -> Value? {
        allowed.append((section, name))
        guard case .request(let path, let query, let body) = source else {
            recordedFields.append(
                InputField(
                    name: name, section: section, schema: schema(), isRequired: isRequired,
                    takesNull: section == .body && !isRequired))
            return nil
        }
        let value: JSONValue? =
            switch section {
            case .path: path.first { $0.name == name }.map { .string($0.text) }
            case .query: query.first { $0.isNamed(name) }.map { .string($0.text) }
            case .body: body.first { $0.isNamed(name) }?.value
            }
        guard let value, value != .null else {
            if isRequired {
                record(name, section, .memberMissing, Sentence(vi: "bắt buộc", en: "is required"))
            }
            return nil
        }
        switch convert(value) {
        case .value(let value):
            if isKeyed, section == .path { pathTexts[name] = keyText(of: value) }
            if isKeyed, section == .query { queryTexts[name] = keyText(of: value) }
            return value
        case .error(let code, let detail):
            record(name, section, code, detail)
            return nil
        }
    }

    private func keyText(of value: Any) -> String {
        if let value = value as? any KeyedValue { return value.keyText }
        if let value = value as? any RawRepresentable, let text = value.rawValue as? String { return text }
        return String(describing: value)
    }

    private mutating func record(
        _ name: String, _ section: Section, _ code: ProblemCode, _ detail: Sentence
    ) {
        switch section {
        case .path: errors.append(FieldError("", .notFound, ProblemCode.notFound.title))
        case .query: errors.append(FieldError(.parameter(name), .parameterInvalid, detail))
        case .body: errors.append(FieldError(place + "/" + name, code, detail))
        }
    }

    /// The integer in `value`: a JSON integer in the body, digits elsewhere.
    static func integer(from value: JSONValue, in section: Section) -> IntegerOutcome {
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

/// The value of a path segment, with the name of its path parameter.
struct PathValue: Hashable, Sendable {
    let name: String
    let text: String
}

/// A decoded name and value from the query.
struct QueryValue: Hashable, Sendable {
    let name: String
    let text: String

    func isNamed(_ name: String) -> Bool { hasSameBytes(self.name, name) }
}

extension JSONMember {
    func isNamed(_ name: String) -> Bool { hasSameBytes(self.name, name) }
}

/// Whether two names are the same bytes.
///
/// `==` compares what is normalised, which takes a second for a name with thousands of combining marks.
func hasSameBytes(_ first: String, _ second: String) -> Bool {
    first.utf8.count == second.utf8.count && first.utf8.elementsEqual(second.utf8)
}

/// The maximum number of unknown names listed in a response.
let unknownMax = 100
