import Domain
import HTTP
import JSON
import Store

/// The OpenAPI document of the endpoints in `table`.
///
/// - Source: OpenAPI 3.1.1, https://spec.openapis.org/oas/v3.1.1.html
func openAPIDocument(of table: [Endpoint]) -> [UInt8] {
    var json = JSONWriter(capacity: 64 * 1024)
    json.beginObject()
    json.member("openapi", "3.1.0")
    json.name("info")
    json.beginObject()
    json.member("title", "danvan")
    json.member(
        "description",
        "Sổ quỹ công khai của phong trào Dân vận khéo. / The people's money of the skilled mass mobilisation movement."
    )
    json.member("version", "1")
    json.endObject()
    json.name("paths")
    json.beginObject()
    for path in paths(of: table) {
        json.name(dynamic: path)
        json.beginObject()
        for endpoint in table where endpoint.path.text == path { write(endpoint, to: &json) }
        json.endObject()
    }
    json.endObject()
    writeComponents(of: table, to: &json)
    json.endObject()
    return json.finish()
}

/// Each path once, in table order.
private func paths(of table: [Endpoint]) -> [String] {
    var seen: Set<String> = []
    return table.map(\.path.text).filter { seen.insert($0).inserted }
}

private func write(_ endpoint: Endpoint, to json: inout JSONWriter) {
    json.name(dynamic: endpoint.method.rawValue.lowercased())
    json.beginObject()
    json.member("operationId", operationID(of: endpoint))
    json.member("summary", endpoint.summary.vi)
    json.member("description", description(of: endpoint))
    // Read beside the event loops: when many wait, the answer is 503 with Retry-After.
    if endpoint.cost == .slow { json.member("x-cost", "slow") }
    if !endpoint.slowParameters.isEmpty {
        json.name("x-slow-with")
        json.beginArray()
        for name in endpoint.slowParameters { json.value(name) }
        json.endArray()
    }
    writeSecurity(of: endpoint, to: &json)
    writeParameters(of: endpoint, to: &json)
    writeBody(of: endpoint, to: &json)
    writeResponses(of: endpoint, to: &json)
    json.endObject()
}

/// The operation id: method and path as one name, such as `post_v1_pledges_id_confirm`.
private func operationID(of endpoint: Endpoint) -> String {
    let steps = endpoint.path.steps.map { step in
        switch step {
        case .choice(let word): word.replacing("-", with: "_")
        case .value(let name), .rest(let name): name
        }
    }
    return ([endpoint.method.rawValue.lowercased()] + steps).joined(separator: "_")
}

private func description(of endpoint: Endpoint) -> String {
    switch endpoint.access {
    case .anonymous, .codeHolder, .witness: endpoint.summary.en
    case .roles(let roles), .signed(let roles):
        endpoint.summary.en + " Roles: " + roles.sorted().map(\.rawValue).joined(separator: ", ") + "."
    }
}

private func writeSecurity(of endpoint: Endpoint, to json: inout JSONWriter) {
    json.name("security")
    json.beginArray()
    if endpoint.access == .codeHolder {
        json.beginObject()
        json.endObject()
    }
    if endpoint.access != .anonymous, endpoint.access != .witness {
        json.beginObject()
        json.name("token")
        json.beginArray()
        json.endArray()
        json.endObject()
    }
    json.endArray()
}

private func writeParameters(of endpoint: Endpoint, to json: inout JSONWriter) {
    json.name("parameters")
    json.beginArray()
    for field in endpoint.fields where field.section != .body {
        writeParameter(
            field.name, in: field.section == .path ? "path" : "query",
            isRequired: field.isRequired || field.section == .path, field.schema, to: &json)
    }
    if endpoint.key != .none {
        // In quotes or without: see `WritePreconditions`.
        writeParameter(
            "Idempotency-Key", in: "header", isRequired: endpoint.key == .required, .idempotencyKey,
            endpoint.key == .required ? keptForever : keptForDays, to: &json)
        writeParameter("dry_run", in: "query", isRequired: false, .boolean, to: &json)
    }
    writeFormatParameters(of: endpoint, to: &json)
    if endpoint.needsVersion {
        writeParameter("If-Match", in: "header", isRequired: true, .text(lengthMax: 255), to: &json)
    }
    json.endArray()
}

/// A repeated request takes effect once, and shows its resource as it is now.
private let repeated =
    "Sent again, the request takes effect once: the response has the first one's status and Idempotency-Replayed: "
    + "true. It is the first response while its resource is unchanged, and shows the resource as it is now "
    + "afterwards; a secret is not repeated."
private let keptForever = repeated + " The key is kept forever."
private let keptForDays = repeated + " The key is kept for a number of days, 90 unless set otherwise."

func writeParameter(
    _ name: String, in place: String, isRequired: Bool, _ schema: JSONSchema, _ description: String? = nil,
    to json: inout JSONWriter
) {
    json.beginObject()
    json.member("name", name)
    if let description { json.member("description", description) }
    json.member("in", place)
    json.member("required", isRequired)
    json.name("schema")
    write(schema, to: &json)
    json.endObject()
}

private func writeBody(of endpoint: Endpoint, to json: inout JSONWriter) {
    if case .table(let columns) = endpoint.body { return writeTable(columns, to: &json) }
    if endpoint.body == .statement { return writeStatement(to: &json) }
    let members = endpoint.fields.filter { $0.section == .body }
    guard !members.isEmpty else { return }
    json.name("requestBody")
    json.beginObject()
    json.member("required", members.contains(where: \.isRequired))
    json.name("content")
    json.beginObject()
    json.name(dynamic: endpoint.body.types(of: endpoint.method)[0])
    json.beginObject()
    json.name("schema")
    writeBodySchema(members.map(\.bodyMember), of: endpoint.body, to: &json)
    json.endObject()
    json.endObject()
    json.endObject()
}

private func writeResponses(of endpoint: Endpoint, to json: inout JSONWriter) {
    json.name("responses")
    json.beginObject()
    let takesDryRun = endpoint.key != .none
    writeResponse(endpoint.status, endpoint.summary.en, endpoint.media, to: &json) { json in
        guard takesDryRun, endpoint.status == 200 else {
            return writeReference(to: endpoint.output, in: &json)
        }
        json.beginObject()
        json.name("anyOf")
        json.beginArray()
        writeReference(to: endpoint.output, in: &json)
        write(dryRunResult(of: endpoint), to: &json)
        json.endArray()
        json.endObject()
    }
    if takesDryRun, endpoint.status != 200 {
        let description = "With dry_run=true: what would have been stored."
        writeResponse(
            200, description, endpoint.media, asTableToo: endpoint.takesTable, to: &json
        ) { json in
            write(dryRunResult(of: endpoint), to: &json)
        }
    }
    json.name("default")
    json.beginObject()
    json.member("$ref", "#/components/responses/Problem")
    json.endObject()
    json.endObject()
}

private func writeResponse(
    _ status: Int, _ description: String, _ media: [Media], asTableToo: Bool = false,
    to json: inout JSONWriter, schema: (inout JSONWriter) -> Void
) {
    json.name(dynamic: String(status))
    json.beginObject()
    json.member("description", description)
    json.name("content")
    json.beginObject()
    for media in media {
        json.name(dynamic: media.type)
        json.beginObject()
        json.name("schema")
        switch media {
        case .json, .beancount: schema(&json)
        case .html, .plain, .octets, .svg: write(JSONSchema.document, to: &json)
        case .csv, .ndjson, .xlsx: writeTableReference(media, to: &json)
        }
        json.endObject()
    }
    if asTableToo { writeCheckedTable(to: &json) }
    json.endObject()
    json.endObject()
}

/// The response to a dry run: the status and the body of the write that was not stored.
private func dryRunResult(of endpoint: Endpoint) -> JSONSchema {
    .object(
        name: "",
        [
            .init(name: "dry_run", schema: .boolean, isRequired: true),
            .init(
                name: "status", schema: .integer(from: Int64(endpoint.status), to: Int64(endpoint.status)),
                isRequired: true),
            .init(name: "body", schema: endpoint.output, isRequired: true),
        ])
}

private func writeComponents(of table: [Endpoint], to json: inout JSONWriter) {
    json.name("components")
    json.beginObject()
    json.name("securitySchemes")
    json.beginObject()
    json.name("token")
    json.beginObject()
    json.member("type", "http")
    json.member("scheme", "bearer")
    json.endObject()
    json.endObject()
    json.name("responses")
    json.beginObject()
    writeProblemResponse(to: &json)
    json.endObject()
    json.name("schemas")
    json.beginObject()
    for (name, members) in objects(in: table.map(\.output)) {
        json.name(dynamic: name)
        write(members: members, to: &json)
    }
    writeTableSchemas(to: &json)
    writeProblemSchema(to: &json)
    json.endObject()
    json.endObject()
}

private func writeProblemResponse(to json: inout JSONWriter) {
    json.name("Problem")
    json.beginObject()
    json.member("description", "RFC 9457 problem")
    json.name("content")
    json.beginObject()
    json.name("application/problem+json")
    json.beginObject()
    json.name("schema")
    json.beginObject()
    json.member("$ref", "#/components/schemas/Problem")
    json.endObject()
    json.endObject()
    json.endObject()
    json.endObject()
}

private func writeProblemSchema(to json: inout JSONWriter) {
    let error: [JSONSchema.Member] = [
        .init(name: "pointer", schema: .text(lengthMax: 1000), isRequired: false),
        .init(name: "parameter", schema: .text(lengthMax: 1000), isRequired: false),
        .init(name: "code", schema: .choice(ProblemCode.allCases.map(\.rawValue)), isRequired: true),
        .init(name: "detail", schema: .text(lengthMax: 2000), isRequired: true),
    ]
    json.name("Problem")
    write(
        members: [
            .init(name: "type", schema: .text(lengthMax: 1000), isRequired: true),
            .init(name: "title", schema: .text(lengthMax: 1000), isRequired: true),
            .init(name: "status", schema: .integer(from: 400, to: 599), isRequired: true),
            .init(name: "detail", schema: .text(lengthMax: 2000), isRequired: false),
            .init(name: "code", schema: .choice(ProblemCode.allCases.map(\.rawValue)), isRequired: true),
            .init(name: "request_id", schema: .text(lengthMax: 64), isRequired: true),
            .init(name: "retryable", schema: .boolean, isRequired: true),
            .init(name: "errors", schema: .list(.object(name: "", error)), isRequired: false),
            .init(name: "offer", schema: .list(.text(lengthMax: 1000)), isRequired: false),
        ], to: &json)
}
