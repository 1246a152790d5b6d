import Domain
import HTTP
import JSON
import Spreadsheet
import Store
import Text

/// An error response: what is wrong, why, and what to do next.
///
/// - Source: RFC 9457.
package struct Problem: Error, Hashable, Sendable {
    package let code: ProblemCode
    /// What is wrong with this particular request; nil when the title is enough.
    package let detail: Sentence?
    /// The errors of single values, all at once, each with its place.
    package let errors: [FieldError]
    /// The first lines of a table in another encoding, converted to UTF-8: a person decides whether they are right.
    let offer: [String]
    /// Additional header fields.
    let fields: [ExtraField]

    struct ExtraField: Hashable, Sendable {
        enum Name: Hashable, Sendable {
            case allow
            case retryAfter
            case etag
            case authenticate
            case link
            case acceptEncoding
            case rateLimit
            case rateLimitPolicy
        }

        let name: Name
        let value: String
    }

    init(
        _ code: ProblemCode, detail: Sentence? = nil, errors: [FieldError] = [], offer: [String] = [],
        fields: [ExtraField] = []
    ) {
        self.code = code
        self.detail = detail
        self.errors = errors
        self.offer = offer
        self.fields = fields
    }

    /// The problem of an invalid input; has the code of `errors` when they all share one.
    init(errors: [FieldError]) {
        let codes = Set(errors.map(\.code))
        let shared = codes.count == 1 ? codes.first : nil
        let ofQuery = errors.contains { $0.place.isQuery }
        self.init(ofQuery ? shared ?? .parameterInvalid : shared ?? .inputInvalid, errors: errors)
    }

    /// The problem for any error.
    ///
    /// The only place where errors become responses.
    package init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let refusal as Refusal: self.init(of: refusal)
        case let refused as RefusedRows: self.init(refused)
        case StoreError.busy: self.init(.busy, fields: [.init(name: .retryAfter, value: "1")])
        case StoreError.full: self.init(.diskFull, fields: [.init(name: .retryAfter, value: "60")])
        case StoreError.clockBehind(let now, let last):
            self.init(
                .clockBehind,
                detail: Sentence(
                    vi:
                        "Chưa ghi gì: máy chủ \(now.text), dòng sổ cuối \(last.text). Người quản trị máy chủ cần chỉnh giờ.",
                    en:
                        "Nothing was stored: clock \(now.text), last row \(last.text). The administrator must set it."
                ),
                fields: [.init(name: .retryAfter, value: "60")])
        case SpreadsheetError.unwritten, is TemporaryFileError:
            self.init(
                .busy,
                detail: Sentence(
                    vi:
                        "Máy chủ không ghi được tệp tạm cho bảng (ổ đĩa đầy hoặc không có /tmp); hãy báo người quản trị "
                        + "máy chủ. Bảng CSV ngắn không cần tệp tạm.",
                    en:
                        "The server cannot write a temporary file for the table (disk full, or no /tmp); tell its "
                        + "administrator. A short CSV needs no such file."),
                fields: [.init(name: .retryAfter, value: "60")])
        default: self.init(.internalError)
        }
    }

    init(_ error: ProtocolError) {
        let code: ProblemCode =
            switch error {
            case .requestLineMalformed, .targetMalformed, .headerMalformed, .lineEndMalformed, .hostMissing,
                .hostMalformed, .contentLengthMalformed, .framingAmbiguous, .chunkMalformed,
                .trailersMalformed,
                .requestIncomplete:
                .requestMalformed
            case .requestTimeout: .requestTimeout
            case .bodyTooLarge: .bodyTooLarge
            case .requestLineTooLong: .requestLineTooLong
            case .expectationUnknown: .expectationUnknown
            case .headerTooLarge: .headerTooLarge
            case .methodUnknown, .transferCodingUnknown: .methodUnknown
            case .tooManyConnections: .tooManyConnections
            case .tooManyBodies: .busy
            case .shuttingDown: .shuttingDown
            case .versionUnsupported: .versionUnsupported
            }
        // Most bodies of this size are tables: see `importEndpoints`.
        let advice =
            code == .bodyTooLarge
            ? Sentence(vi: " Bảng CSV: hãy chia thành nhiều tệp.", en: " Split a CSV table into several.")
            : Sentence(vi: "", en: "")
        self.init(
            code,
            detail: Sentence(
                vi: "Mã lỗi HTTP: \(error.code)." + advice.vi, en: "HTTP error: \(error.code)." + advice.en),
            fields: code.status == 503 ? [.init(name: .retryAfter, value: "2")] : [])
    }
}

/// An error in one value.
package struct FieldError: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
        /// A place in the body, as a JSON pointer.
        ///
        /// - Source: RFC 6901.
        case pointer(String)
        /// A parameter of the query.
        case parameter(String)

        var isQuery: Bool {
            switch self {
            case .pointer: false
            case .parameter: true
            }
        }
    }

    package let place: Place
    package let code: ProblemCode
    package let detail: Sentence

    init(_ place: Place, _ code: ProblemCode, _ detail: Sentence) {
        self.place = place
        self.code = code
        self.detail = detail
    }

    init(_ pointer: String, _ code: ProblemCode, _ detail: Sentence) {
        self.init(.pointer(pointer), code, detail)
    }

    init(_ field: Field, _ code: ProblemCode, _ detail: Sentence) {
        self.init(.pointer(field.pointer), code, detail)
    }
}

extension Sentence {
    static func range(from: String?, to: String?) -> Sentence {
        switch (from, to) {
        case (let from?, let to?): Sentence(vi: "từ \(from) đến \(to)", en: "from \(from) to \(to)")
        case (let from?, nil): Sentence(vi: "từ \(from)", en: "from \(from)")
        case (nil, let to?): Sentence(vi: "tối đa \(to)", en: "at most \(to)")
        case (nil, nil): Sentence(vi: "ngoài khoảng cho phép", en: "out of range")
        }
    }

    /// The bounds of a date, in Vietnamese as documents print them.
    static func dates(from: LocalDate?, to: LocalDate?) -> Sentence {
        let english = range(from: from?.text, to: to?.text).en
        return switch (from, to) {
        case (let from?, let to?):
            Sentence(vi: "từ ngày \(from.printed) đến ngày \(to.printed)", en: english)
        case (let from?, nil): Sentence(vi: "từ ngày \(from.printed) trở đi", en: english)
        case (nil, let to?): Sentence(vi: "không sau ngày \(to.printed)", en: english)
        case (nil, nil): range(from: nil, to: nil)
        }
    }
}

extension Problem {
    /// The response as `application/problem+json` in `language`.
    func response(requestID: String, language: Language) -> Response {
        var response = Response(status: code.status)
        response.addField("Content-Type", "application/problem+json")
        response.addField("Content-Language", language.rawValue)
        for field in fields {
            switch field.name {
            case .allow: response.addField("Allow", field.value)
            case .retryAfter: response.addField("Retry-After", field.value)
            case .etag: response.addField("ETag", field.value)
            case .authenticate: response.addField("WWW-Authenticate", field.value)
            case .link: response.addField("Link", field.value)
            case .acceptEncoding: response.addField("Accept-Encoding", field.value)
            case .rateLimit: response.addField("RateLimit", field.value)
            case .rateLimitPolicy: response.addField("RateLimit-Policy", field.value)
            }
        }
        response.body = body(requestID: requestID, language: language)
        return response
    }

    private func body(requestID: String, language: Language) -> [UInt8] {
        var json = JSONWriter(capacity: 512)
        write(to: &json, requestID: requestID, language: language)
        return json.finish()
    }

    /// Writes the problem as an object; without `requestID` when it is one of several in a response.
    func write(to json: inout JSONWriter, requestID: String?, language: Language) {
        json.beginObject()
        json.member("type", "/problems/" + code.rawValue)
        json.member("title", code.title[language])
        json.member("status", code.status)
        if let detail { json.member("detail", detail[language]) }
        json.member("code", code.rawValue)
        if let requestID { json.member("request_id", requestID) }
        json.member("retryable", code.isRetryable)
        if !errors.isEmpty {
            json.name("errors")
            json.beginArray()
            for error in errors {
                json.beginObject()
                switch error.place {
                case .pointer(let pointer): json.member("pointer", pointer)
                case .parameter(let name): json.member("parameter", name)
                }
                json.member("code", error.code.rawValue)
                json.member("detail", error.detail[language])
                json.endObject()
            }
            json.endArray()
        }
        if !offer.isEmpty {
            json.name("offer")
            json.beginArray()
            for line in offer { json.value(line) }
            json.endArray()
        }
        json.endObject()
    }
}
