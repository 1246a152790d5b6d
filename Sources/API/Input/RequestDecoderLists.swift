import Domain
import JSON
import Store

extension RequestDecoder {
    /// The change a merge patch makes to an optional text: null clears it.
    ///
    /// - Source: RFC 7396 §2.
    mutating func textChange(_ name: String, upTo lengthMax: Int) -> Change<String> {
        let text = optionalText(name, upTo: lengthMax)
        return isNull(name) ? .cleared : text.map { .set($0) } ?? .unchanged
    }

    mutating func integerChange(_ name: String, in range: ClosedRange<Int64>) -> Change<Int64> {
        let number = optionalInteger(name, in: range)
        return isNull(name) ? .cleared : number.map { .set($0) } ?? .unchanged
    }

    mutating func idChange<Entity>(_ name: String) -> Change<Identifier<Entity>> {
        let id: Identifier<Entity>? = optionalID(name)
        return isNull(name) ? .cleared : id.map { .set($0) } ?? .unchanged
    }

    /// A list of `least` to `countMax` objects, each decoded by `read`; at least one when it is required.
    ///
    /// Empty when the list is absent, or invalid, which is an error.
    mutating func objects<Item>(
        _ name: String, from least: Int? = nil, upTo countMax: Int, isRequired: Bool = true,
        _ read: (inout RequestDecoder) -> Item
    ) -> [Item] {
        let countMin = least ?? (isRequired ? 1 : 0)
        let elements =
            self.read(name, .body, isRequired, RequestDecoder.schema(of: read, countMin, countMax)) {
                value -> Outcome<[[JSONMember]]> in
                guard case .array(let elements) = value else {
                    return .error(.typeMismatch, Sentence(vi: "cần một danh sách", en: "must be an array"))
                }
                guard (countMin...countMax).contains(elements.count) else {
                    return .error(.numberOutOfRange, .range(from: "\(countMin)", to: "\(countMax)"))
                }
                let objects = elements.compactMap { element in
                    if case .object(let members) = element { members } else { nil }
                }
                guard objects.count == elements.count else {
                    return .error(
                        .typeMismatch,
                        Sentence(vi: "cần các đối tượng JSON", en: "items must be JSON objects"))
                }
                return .value(objects)
            } ?? []
        return elements.enumerated()
            .map { index, members in
                var decoder = RequestDecoder(
                    item: members, at: "\(place)/\(name)/\(index)", of: self)
                let item = read(&decoder)
                publicTexts += decoder.publicTexts
                // Limited like unknown names, so that a long list of invalid items does not inflate the response.
                errors += decoder.allErrors().prefix(max(0, unknownMax - errors.count))
                return item
            }
    }

    /// The same list, or nil when it is absent or null.
    mutating func optionalObjects<Item>(
        _ name: String, upTo countMax: Int, _ item: (inout RequestDecoder) -> Item
    ) -> [Item]? {
        let items = objects(name, upTo: countMax, isRequired: false, item)
        return contains(name) ? items : nil
    }

    /// A required object whose members are decoded by `read`.
    mutating func object<Item>(_ name: String, _ read: (inout RequestDecoder) -> Item) -> Item {
        let members =
            self.read(name, .body, true, RequestDecoder.schema(of: read)) { value -> Outcome<[JSONMember]> in
                guard case .object(let members) = value else {
                    return .error(
                        .typeMismatch, Sentence(vi: "cần một đối tượng JSON", en: "must be a JSON object"))
                }
                return .value(members)
            } ?? []
        var decoder = RequestDecoder(item: members, at: "\(place)/\(name)", of: self)
        let item = read(&decoder)
        publicTexts += decoder.publicTexts
        errors += decoder.allErrors()
        return item
    }

    /// A list of `countMin` to `countMax` names of 1 to `lengthMax` characters each; empty when absent.
    mutating func names(
        _ name: String, from countMin: Int = 0, upTo countMax: Int, lengthMax: Int, isRequired: Bool = false
    ) -> [String] {
        let schema = JSONSchema.list(.line(lengthMax: lengthMax), countMin: countMin, countMax: countMax)
        let elements =
            read(name, .body, isRequired, schema) {
                value -> Outcome<[JSONValue]> in
                guard case .array(let elements) = value else {
                    return .error(.typeMismatch, Sentence(vi: "cần một danh sách", en: "must be an array"))
                }
                guard (countMin...countMax).contains(elements.count) else {
                    let from = countMin > 0 ? "\(countMin)" : nil
                    return .error(.numberOutOfRange, .range(from: from, to: "\(countMax)"))
                }
                return .value(elements)
            } ?? []
        // Each name is decoded as the only member of an object, for the same rules and a pointer into the list.
        return elements.enumerated()
            .map { index, element in
                var decoder = RequestDecoder(
                    item: [JSONMember(name: "\(index)", value: element)], at: "\(place)/\(name)",
                    of: self)
                let text = decoder.name("\(index)", upTo: lengthMax)
                errors += decoder.allErrors().prefix(max(0, unknownMax - errors.count))
                return text
            }
    }

    /// A list of up to `countMax` ids, and at least `countMin` when it is required; empty when absent.
    mutating func ids<Entity>(
        _ name: String, from least: Int = 1, upTo countMax: Int, isRequired: Bool = false
    ) -> [Identifier<Entity>] {
        let countMin = isRequired ? least : 0
        let schema = JSONSchema.list(.id, countMin: countMin, countMax: countMax)
        return read(name, .body, isRequired, schema) { value -> Outcome<[Identifier<Entity>]> in
            guard case .array(let elements) = value else {
                return .error(.typeMismatch, Sentence(vi: "cần một danh sách", en: "must be an array"))
            }
            guard (countMin...countMax).contains(elements.count) else {
                return .error(.numberOutOfRange, .range(from: "\(countMin)", to: "\(countMax)"))
            }
            let ids = elements.compactMap { element -> Identifier<Entity>? in
                if case .integer(let number) = element, number > 0 { Identifier(number) } else { nil }
            }
            guard ids.count == elements.count else {
                return .error(.typeMismatch, Sentence(vi: "cần các số nguyên", en: "items must be integers"))
            }
            return .value(ids)
        } ?? []
    }

    /// The schema of an object that is decoded by `read`.
    private static func schema<Item>(of read: (inout RequestDecoder) -> Item) -> JSONSchema {
        var decoder = RequestDecoder()
        _ = read(&decoder)
        return JSONSchema.object(name: "", decoder.recordedFields.map(\.bodyMember))
    }

    /// The schema of a list whose items are decoded by `read`.
    private static func schema<Item>(
        of read: (inout RequestDecoder) -> Item, _ countMin: Int, _ countMax: Int
    ) -> JSONSchema {
        .list(schema(of: read), countMin: countMin, countMax: countMax)
    }

    /// True when the body contains the member and it is null.
    func isNull(_ name: String) -> Bool {
        guard case .request(_, _, let body) = source else { return false }
        return body.contains { $0.isNamed(name) && $0.value == .null }
    }
}

/// The change a merge patch makes to an optional member.
enum Change<Value: Hashable & Sendable>: Hashable, Sendable {
    case unchanged
    case set(Value)
    case cleared

    func applied(to old: Value?) -> Value? {
        switch self {
        case .unchanged: old
        case .set(let value): value
        case .cleared: nil
        }
    }
}
