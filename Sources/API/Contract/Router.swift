import HTTP

/// Finds the endpoint for a method and a path.
///
/// Built once from the endpoint table.
struct Router: Sendable {
    enum Match: Sendable {
        case endpoint(Endpoint, [PathValue])
        /// The path exists, but not with this method: the allowed methods.
        case otherMethods([Method])
        case nothing
    }

    private final class Node: Sendable {
        let choices: [String: Node]
        /// The name of the path parameter at this depth, and the node below it.
        let value: (name: String, node: Node)?
        /// The name of a parameter for all that is left of the path, and the endpoints there.
        let rest: (name: String, endpoints: [Method: Endpoint])?
        let endpoints: [Method: Endpoint]

        /// The tree of `rows`, which share their first `depth` segments.
        init(_ rows: [Endpoint], depth: Int) {
            var below: [PathPattern.Step: [Endpoint]] = [:]
            var here: [Method: Endpoint] = [:]
            for row in rows {
                if row.path.steps.count > depth {
                    below[row.path.steps[depth], default: []].append(row)
                } else {
                    precondition(here[row.method] == nil, "two endpoints: \(row.method) \(row.path.text)")
                    here[row.method] = row
                }
            }
            var words: [String: Node] = [:]
            var value: (name: String, node: Node)?
            var rest: (name: String, endpoints: [Method: Endpoint])?
            for (step, rows) in below {
                switch step {
                case .choice(let word): words[word] = Node(rows, depth: depth + 1)
                case .value(let name):
                    precondition(value == nil, "two names for one place: \(rows[0].path.text)")
                    value = (name, Node(rows, depth: depth + 1))
                case .rest(let name): rest = (name, Node(rows, depth: depth + 1).endpoints)
                }
            }
            self.choices = words
            self.value = value
            self.rest = rest
            endpoints = here
        }
    }

    private let root: Node

    init(_ table: [Endpoint]) { root = Node(table, depth: 0) }

    /// The endpoint for `method` and `path`.
    ///
    /// HEAD is routed to GET. A path with an empty segment or a trailing slash matches nothing.
    func match(_ method: Method, _ path: String) -> Match {
        var node = root
        var values: [PathValue] = []
        // By bytes: splitting by characters took an eighth of the time of a small response.
        var rest = path.utf8.dropFirst()[...]
        var isLast = false
        while !isLast {
            let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            let step = Substring(rest[..<end])
            isLast = end == rest.endIndex
            rest = rest[end...].dropFirst()
            if let next = node.choices[String(step)] {
                node = next
            } else if let value = node.value, let text = percentDecoded(step), !text.isEmpty {
                values.append(PathValue(name: value.name, text: text))
                node = value.node
            } else if let all = node.rest, let text = percentDecoded(Substring(step.base[step.startIndex...]))
            {
                values.append(PathValue(name: all.name, text: text))
                return match(method, all.endpoints, values)
            } else {
                return .nothing
            }
        }
        return match(method, node.endpoints, values)
    }

    private func match(_ method: Method, _ endpoints: [Method: Endpoint], _ values: [PathValue]) -> Match {
        if let endpoint = endpoints[method == .head ? .get : method] { return .endpoint(endpoint, values) }
        if endpoints.isEmpty { return .nothing }
        var methods = Array(endpoints.keys)
        if endpoints[.get] != nil { methods.append(.head) }
        return .otherMethods((methods + [.options]).sorted { $0.rawValue < $1.rawValue })
    }
}

/// `text` with its percent-encoding decoded; nil when the encoding is malformed or the result is not UTF-8.
///
/// - Source: RFC 3986 §2.1.
func percentDecoded(_ text: Substring, plusIsSpace: Bool = false) -> String? {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
        return String(text)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var rest = text.utf8.makeIterator()
    while let byte = rest.next() {
        switch byte {
        case UInt8(ascii: "%"):
            guard let high = rest.next().flatMap(hexValue), let low = rest.next().flatMap(hexValue) else {
                return nil
            }
            bytes.append(high << 4 | low)
        case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
        default: bytes.append(byte)
        }
    }
    return String(validating: bytes, as: UTF8.self)
}

private func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}

/// More than any endpoint knows; names are compared with each other and with those.
private let queryValuesMax = 50

/// The names and values of a query.
///
/// - Throws: `parameter-invalid` for bad percent-encoding and for a repeated name.
/// - Source: https://url.spec.whatwg.org/#application/x-www-form-urlencoded, where `+` is a space.
func queryValues(_ query: String) throws(Problem) -> [QueryValue] {
    var values: [QueryValue] = []
    let pairs = query.split(separator: "&")
    guard pairs.count <= queryValuesMax else {
        throw Problem(
            .parameterInvalid,
            detail: Sentence(
                vi: "Có \(pairs.count) tham số; nhiều nhất \(queryValuesMax).",
                en: "There are \(pairs.count) parameters; at most \(queryValuesMax) are allowed."))
    }
    for pair in pairs {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = percentDecoded(parts[0], plusIsSpace: true),
            let text = percentDecoded(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
        else {
            throw Problem(
                .parameterInvalid,
                errors: [
                    FieldError(
                        .parameter(String(pair)), .parameterInvalid,
                        Sentence(vi: "mã hóa % sai", en: "bad percent-encoding"))
                ])
        }
        guard !values.contains(where: { $0.isNamed(name) }) else {
            throw Problem(
                .parameterInvalid,
                errors: [
                    FieldError(
                        .parameter(name), .parameterInvalid, Sentence(vi: "bị lặp lại", en: "is repeated"))
                ])
        }
        values.append(QueryValue(name: name, text: text))
    }
    return values
}
