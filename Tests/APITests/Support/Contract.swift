import HTTP
import JSON
import TestSupport
import Text

@testable import API

/// The OpenAPI document, used to check responses.
///
/// All responses in all tests are checked.
struct Contract: Sendable {
    let document: JSONValue
    private let paths: [(steps: [Substring], operations: JSONValue)]

    static let shared = Contract(openAPIDocument(of: Service.table))

    init(_ bytes: [UInt8]) {
        // A document that is not JSON has no paths, so that every response differs from it.
        let document =
            (try? JSONDocument(parsing: bytes, limits: JSONLimits(bytesMax: 1 << 24)))?.root ?? .null
        let paths = document["paths"] ?? .null
        self.paths = paths.names.map { ($0.split(separator: "/"), paths[$0] ?? .null) }
        self.document = document
    }

    /// The operation of a method and a concrete path; nil when the document has none.
    func operation(_ method: HTTP.Method, _ path: String) -> JSONValue? {
        let steps = path.split(separator: "/")
        let name = (method == .head ? .get : method).rawValue.lowercased()
        let matching = paths.filter { candidate in
            candidate.steps.count == steps.count
                && zip(candidate.steps, steps).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        // A literal path precedes a template: in /v1/public/hamlets, the last segment is not {id}.
        let best = matching.min { left, right in
            left.steps.count { $0.hasPrefix("{") } < right.steps.count { $0.hasPrefix("{") }
        }
        return best?.operations[name]
    }

    /// The differences between `response` and the document.
    func violations(of response: Response, to request: Request) -> [String] {
        guard response.status != 304, response.status != 204 else {
            return response.body.isEmpty ? [] : ["a body where none may be"]
        }
        // A table that was sent comes back with its errors.
        if mediaType(response.field("Content-Type")) == "text/csv",
            operation(request.method, request.path)?.at("/requestBody/content/text~1csv") != nil
        {
            return []
        }
        if response.status >= 400 {
            return problemViolations(of: response) + pointerFaults(of: response, to: request)
        }
        guard let operation = operation(request.method, request.path) else { return [] }
        if operation.at("/responses/200/content")?.names == ["text/html"] {
            return pageViolations(of: response)
        }
        let type = mediaType(response.field("Content-Type"))
        if type != "application/json", operation.at("/responses/200/content")?[type] != nil {
            return tableViolations(of: response, as: type)
        }
        guard response.field("Content-Type") == "application/json" else { return ["is not JSON"] }
        let documentedStatus = operation["responses"]?.names.first { $0 != "default" } ?? ""
        guard let schema = operation.at("/responses/\(documentedStatus)/content/application~1json/schema")
        else {
            return ["no schema for \(documentedStatus)"]
        }
        // An independent batch is taken with operations that are refused, each with its problem.
        let refusedCount = response.integer("/refused_count") ?? response.integer("/body/refused_count") ?? 0
        return violations(of: response, status: documentedStatus, schema)
            + (refusedCount > 0 ? [] : bodyViolations(of: request, by: operation))
    }

    private func violations(of response: Response, status: String, _ schema: JSONValue) -> [String] {
        if response.json["dry_run"] != nil {
            return violations(of: response.json.at("/body") ?? .null, by: schema, at: "/body")
        }
        guard String(response.status) == status else { return ["the document says \(status)"] }
        return violations(of: response.json, by: schema, at: "")
    }

    private func pageViolations(of response: Response) -> [String] {
        let isPage =
            response.field("Content-Type") == "text/html; charset=utf-8"
            && response.bodyText.hasPrefix("<!DOCTYPE html>")
        return isPage ? [] : ["is no page"]
    }

    private func tableViolations(of response: Response, as type: String) -> [String] {
        if type == "text/html" { return pageViolations(of: response) }
        if type == "text/csv" {
            // A body that is no CSV has no header.
            let records = (try? CSVReader.records(in: response.content)) ?? []
            guard let header = records.first else { return ["has no header"] }
            return records.allSatisfy { $0.cells.count == header.cells.count } ? [] : ["is no table"]
        }
        if ["text/plain", "text/x-beancount"].contains(type) {
            return response.bodyText.hasSuffix("\n") ? [] : ["does not end with a line"]
        }
        if type == Media.xlsx.type {
            // A body that is no workbook has no rows.
            return (try? WorkbookTable(response)) == nil ? ["is no workbook"] : []
        }
        if type == Media.svg.type {
            let isPicture = response.bodyText.hasPrefix("<svg ") && response.bodyText.hasSuffix("</svg>")
            return isPicture ? [] : ["is no picture"]
        }
        if type == "application/octet-stream" { return response.body.count % 2 == 0 ? [] : ["is no tile"] }
        let lines = response.bodyText.split(separator: "\n")
        return lines.allSatisfy { !((try? json(String($0)))?.names ?? []).isEmpty } ? [] : ["is no NDJSON"]
    }

    private func problemViolations(of response: Response) -> [String] {
        guard response.field("Content-Type") == "application/problem+json" else { return ["is no problem"] }
        let problem = response.json
        var violations = violations(
            of: problem, by: document.at("/components/schemas/Problem") ?? .null, at: "")
        if problem.integer("/status") != Int64(response.status) {
            violations.append("status in the body differs")
        }
        if problem.text("/type") != problem.text("/code").map({ "/problems/" + $0 }) {
            violations.append("type is not the code's")
        }
        if problem.text("/request_id") != response.field("X-Request-Id") {
            violations.append("request_id differs")
        }
        return violations
    }

    /// Every pointer of a refusal names a member that the endpoint declares, or one that nobody declares and the
    /// refusal is about just that.
    private func pointerFaults(of response: Response, to request: Request) -> [String] {
        guard let content = operation(request.method, request.path)?.at("/requestBody/content"),
            let schema = content.names.first.flatMap({ content[$0]?["schema"] })
        else { return [] }
        let ofSyntax: Set<String> = ["member-unknown", "member-repeated", "text-invalid"]
        return response.json.items("/errors")
            .compactMap { error in
                guard let pointer = error.text("/pointer"), !pointer.isEmpty,
                    !ofSyntax.contains(error.text("/code") ?? "")
                else { return nil }
                var steps = pointer.split(separator: "/")[...]
                // The rows of a table, by their lines.
                if content["text/csv"] != nil, steps.first == "rows" { steps = steps.dropFirst() }
                return declares(schema, steps) ? nil : "no member \(pointer) in the request"
            }
    }

    private func declares(_ schema: JSONValue, _ steps: ArraySlice<Substring>) -> Bool {
        if let reference = schema.text("/$ref") {
            return resolved(reference).map { declares($0, steps) } ?? false
        }
        let choices = schema.items("/anyOf")
        if !choices.isEmpty { return choices.contains { declares($0, steps) } }
        guard let step = steps.first else { return true }
        if let items = schema["items"] { return Int(step) != nil && declares(items, steps.dropFirst()) }
        return schema["properties"]?[String(step)].map { declares($0, steps.dropFirst()) } ?? false
    }

    /// A body that was accepted must be valid under the document.
    private func bodyViolations(of request: Request, by operation: JSONValue) -> [String] {
        guard !request.body.isEmpty, let content = operation.at("/requestBody/content") else { return [] }
        guard let type = content.names.first(where: { $0 == mediaType(request.field("content-type")) })
        else { return ["the document takes no such body"] }
        // `ImportEndpointTests` compare its columns.
        if type == "text/csv" || type == Media.xlsx.type { return [] }
        guard
            let schema = content[type]?["schema"],
            let body = try? JSONDocument(parsing: request.body).root
        else { return ["the document takes no such body"] }
        return violations(of: body, by: schema, at: "body")
    }
}

extension Contract {
    /// The differences between `value` and `schema`.
    ///
    /// An unsupported keyword counts as a difference too.
    ///
    /// - Source: JSON Schema 2020-12, the part that the service uses.
    func violations(of value: JSONValue, by schema: JSONValue, at place: String) -> [String] {
        if let reference = schema.text("/$ref") {
            guard let target = resolved(reference) else { return ["\(place): \(reference) leads nowhere"] }
            return violations(of: value, by: target, at: place)
        }
        if schema.at("/anyOf") != nil {
            let found = schema.items("/anyOf").map { violations(of: value, by: $0, at: place) }
            return found.contains([]) ? [] : found.first ?? ["\(place): anyOf of nothing"]
        }
        let known: Set<String> = [
            "type", "properties", "required", "additionalProperties", "items", "enum", "format", "minimum",
            "maximum", "maxLength", "pattern", "minItems", "maxItems",
        ]
        let unknown = Set(schema.names).subtracting(known).sorted().map { "\(place): keyword \($0)" }
        return unknown + typeViolations(of: value, by: schema, at: place)
    }

    /// The target of a local `$ref`.
    func resolved(_ reference: String) -> JSONValue? {
        guard reference.hasPrefix("#/") else { return nil }
        return document.at(String(reference.dropFirst()))
    }

    private func typeViolations(of value: JSONValue, by schema: JSONValue, at place: String) -> [String] {
        switch (schema.text("/type"), value) {
        case ("null", .null), ("boolean", .bool): []
        case ("object", .object(let members)): objectViolations(of: members, by: schema, at: place)
        case ("array", .array(let items)):
            countViolations(of: items.count, by: schema, at: place)
                + items.enumerated()
                .flatMap { index, item in
                    violations(of: item, by: schema["items"] ?? .null, at: "\(place)/\(index)")
                }
        case ("integer", .integer(let number)): numberViolations(of: number, by: schema, at: place)
        case ("string", .string(let text)): textViolations(of: text, by: schema, at: place)
        case (_, .null): ["\(place): null instead of a value"]
        default: ["\(place): is not \(schema.text("/type") ?? "anything")"]
        }
    }

    private func objectViolations(
        of members: [JSONMember], by schema: JSONValue, at place: String
    ) -> [String] {
        var violations: [String] = []
        let names = Set(members.map(\.name))
        for required in schema.items("/required") where !names.contains(required.text() ?? "") {
            violations.append("\(place)/\(required.text() ?? ""): is missing")
        }
        for member in members {
            if let inner = schema["properties"]?[member.name] {
                violations += self.violations(of: member.value, by: inner, at: "\(place)/\(member.name)")
            } else if schema.boolean("/additionalProperties") == false {
                violations.append("\(place)/\(member.name): is not in the document")
            }
        }
        return violations
    }

    private func countViolations(of count: Int, by schema: JSONValue, at place: String) -> [String] {
        let (least, most) = (schema.integer("/minItems") ?? 0, schema.integer("/maxItems") ?? .max)
        return (least...most).contains(Int64(count)) ? [] : ["\(place): \(count) items"]
    }

    private func numberViolations(of number: Int64, by schema: JSONValue, at place: String) -> [String] {
        let minimum = schema.integer("/minimum") ?? .min
        let maximum = schema.integer("/maximum") ?? .max
        return (minimum...maximum).contains(number) ? [] : ["\(place): \(number) is outside"]
    }

    private func textViolations(of text: String, by schema: JSONValue, at place: String) -> [String] {
        if let lengthMax = schema.integer("/maxLength"), text.unicodeScalars.count > lengthMax {
            return ["\(place): is too long"]
        }
        // A pattern that does not compile matches nothing.
        if let pattern = schema.text("/pattern"),
            (try? Regex(pattern).matchingSemantics(.unicodeScalar).firstMatch(in: text)) ?? nil == nil
        {
            return ["\(place): does not match \(pattern)"]
        }
        let words = schema.items("/enum").compactMap { $0.text() }
        if !words.isEmpty, !words.contains(text) { return ["\(place): \(text) is no word of the list"] }
        let decoder: Regex<Substring>? =
            switch schema.text("/format") {
            case "date": /\d{4}-\d{2}-\d{2}/
            case "date-time": /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/
            default: nil
            }
        if let decoder, text.wholeMatch(of: decoder) == nil { return ["\(place): \(text) has another form"] }
        return []
    }
}
