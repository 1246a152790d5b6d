import HTTP
import JSON

/// The media type of a response.
package enum Media: Hashable, Sendable {
    case json
    case html
    /// Lines that programs read, such as a signed note.
    case plain
    /// Hashes.
    case octets
    /// The rows of a list or report.
    case csv
    /// The rows of a list or report, one JSON object a line.
    case ndjson
    /// The rows of a list or report as a workbook of typed cells.
    case xlsx
    /// Postings for the program Beancount.
    case beancount
    /// A picture.
    case svg

    /// What a list or report is sent as; the first is the default.
    static let ofTables: [Media] = [.json, .csv, .ndjson, .xlsx]
    /// Those of a table that can be printed.
    static let ofAll: [Media] = ofTables + [.html]

    /// What an output of this type is sent as.
    static func offered(for output: any Output.Type) -> [Media] {
        (output is any Tabular.Type ? ofTables : [.json]) + (output is any Printable.Type ? [.html] : [])
    }

    package var type: String {
        switch self {
        case .json: "application/json"
        case .html: "text/html"
        case .plain: "text/plain"
        case .octets: "application/octet-stream"
        case .csv: "text/csv"
        case .ndjson: "application/x-ndjson"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .beancount: "text/x-beancount"
        case .svg: "image/svg+xml"
        }
    }

    /// - Source: RFC 4180 §3 for the parameters of CSV.
    var contentType: String {
        switch self {
        case .json, .ndjson, .octets, .xlsx, .svg: type
        case .plain: "text/plain; charset=utf-8"
        case .beancount: "text/x-beancount; charset=utf-8"
        case .html: "text/html; charset=utf-8"
        case .csv: "text/csv; charset=utf-8; header=present"
        }
    }

    /// What a browser may do with the response; nil for what it does not show as a page.
    var securityPolicy: String? {
        switch self {
        case .json, .csv, .ndjson, .plain, .octets, .xlsx, .beancount: nil
        case .html: PageStyle.securityPolicy
        // Opened by itself a picture is a document that could load and run things.
        case .svg: "default-src 'none'; sandbox"
        }
    }

    /// The ending of a file's name, for what people open in a spreadsheet.
    var fileExtension: String? {
        switch self {
        case .csv: "csv"
        case .xlsx: "xlsx"
        case .json, .ndjson, .html, .plain, .octets, .beancount, .svg: nil
        }
    }

    /// Whether gzip makes it shorter: hashes and zip archives are as short as they get.
    var isCompressible: Bool {
        switch self {
        case .json, .csv, .ndjson, .html, .plain, .beancount, .svg: true
        case .octets, .xlsx: false
        }
    }

    /// Whether an event loop may encode it: a workbook takes some milliseconds and temporary files, a full page of receipts
    /// as CSV 3 to 6 ms, in lines of JSON up to 3.
    var isQuick: Bool { self != .xlsx && self != .csv && self != .ndjson }

    /// The key of a response to `target` in the cache: no media type gets the bytes of another.
    func cacheKey(of target: String) -> String { self == .json ? target : type + " " + target }

    /// How specifically a media range of an `Accept` field matches: 0 for no match, 4 for an exact match.
    ///
    /// Whoever takes problems takes JSON, but less than what is named exactly: `text/csv, application/problem+json`
    /// asks for CSV.
    fileprivate func specificity(of range: String) -> Int {
        switch (self, range) {
        case (_, type): 4
        case (.json, "application/problem+json"): 3
        case (.json, "application/*"), (.ndjson, "application/*"), (.octets, "application/*"): 2
        case (.xlsx, "application/*"), (.svg, "image/*"): 2
        case (.html, "text/*"), (.csv, "text/*"), (.plain, "text/*"), (.beancount, "text/*"): 2
        case (_, "*/*"): 1
        case (_, _): 0
        }
    }
}

extension [Media] {
    /// The one that an `Accept` field prefers, nil when it takes none; without the field, the first.
    ///
    /// For each media type, the most specific range has its weight. Of equal weights the more specific range wins, then
    /// the earlier media type: `text/csv, */*` is CSV, `*/*` is JSON.
    ///
    /// - Source: RFC 9110 §12.5.1.
    func preferred(by field: String?) -> Media? {
        guard let field, !field.isEmpty else { return first }
        let ranges = field.split(separator: ",").map { MediaRange($0) }
        var best = (media: Media?.none, weight: 0, specificity: 0)
        for media in self {
            var match = (weight: 0, specificity: 0)
            for range in ranges {
                let specificity = media.specificity(of: range.name)
                if specificity > match.specificity { match = (range.weight, specificity) }
            }
            if match.weight > 0, match > (best.weight, best.specificity) {
                best = (media, match.weight, match.specificity)
            }
        }
        return best.media
    }
}

/// One range of an `Accept` field; parameters other than the weight are ignored.
private struct MediaRange {
    let name: String
    /// In thousandths.
    let weight: Int

    init(_ text: Substring) {
        let parts = text.split(separator: ";")
        name = (parts.first ?? "").trimmingBlanks().lowercased()
        let weight = parts.dropFirst().map { $0.trimmingBlanks() }
            .first { $0.lowercased().hasPrefix("q=") }
        self.weight = weight.map { thousandths(ofWeight: $0) } ?? 1000
    }
}

/// Whether an `Accept-Encoding` field prefers gzip to identity.
///
/// A request without the field accepts any coding, but gets identity.
/// - Source: RFC 9110 §12.5.3; `x-gzip` equals gzip by §8.4.1.3.
func isGzipWanted(by field: String?) -> Bool {
    guard let field else { return false }
    var weights: (gzip: Int?, identity: Int?, others: Int?)
    for coding in field.split(separator: ",") {
        let parts = coding.split(separator: ";").map { $0.trimmingBlanks().lowercased() }
        let weight =
            parts.dropFirst().first { $0.hasPrefix("q=") }
            .map { thousandths(ofWeight: $0[...]) } ?? 1000
        switch parts.first {
        case "gzip", "x-gzip": weights.gzip = weight
        case "identity": weights.identity = weight
        case "*": weights.others = weight
        default: break
        }
    }
    let gzip = weights.gzip ?? weights.others ?? 0
    return gzip > 0 && gzip >= (weights.identity ?? 0)
}

/// The media type of a `Content-Type` field in lower case, without parameters; empty without the field.
///
/// - Source: RFC 9110 §8.3.1.
func mediaType(_ field: String?) -> String {
    guard let type = field?.split(separator: ";").first else { return "" }
    return type.trimmingBlanks().lowercased()
}

/// Whether a `Content-Type` field names no charset, or one whose texts are UTF-8.
///
/// - Source: RFC 9110 §8.3.2; RFC 7111 §3 (`text/csv`), RFC 8259 §8.1 (JSON is UTF-8).
func isUTF8(contentType field: String?) -> Bool {
    let parameters = (field ?? "").split(separator: ";").dropFirst().map { $0.trimmingBlanks().lowercased() }
    return parameters.allSatisfy { parameter in
        guard parameter.hasPrefix("charset=") else { return true }
        let name = parameter.dropFirst("charset=".count)
        return ["utf-8", "\"utf-8\"", "utf8", "us-ascii", "\"us-ascii\""].contains(String(name))
    }
}

/// The members of the JSON object in `bytes`.
///
/// - Throws: `json-malformed` with the byte offset; 422 with a field error for each ambiguity, such as a duplicate
///   member.
func members(ofJSON bytes: [UInt8], limits: JSONLimits) throws(Problem) -> [JSONMember] {
    let document: JSONDocument
    do throws(JSONError) {
        document = try JSONDocument(parsing: bytes, limits: limits)
    } catch {
        throw Problem(
            .jsonMalformed,
            detail: Sentence(
                vi: "Sai ở byte \(error.offset) (\(error.reason.rawValue)): \(error.reason.remedy.vi).",
                en: "Invalid at byte \(error.offset) (\(error.reason.rawValue)): \(error.reason.remedy.en)."))
    }
    if !document.ambiguities.isEmpty { throw Problem(errors: document.ambiguities.map(FieldError.init)) }
    guard case .object(let members) = document.root else {
        throw Problem(errors: [
            FieldError(
                "", .typeMismatch, Sentence(vi: "cần một đối tượng JSON", en: "must be a JSON object"))
        ])
    }
    return members
}

extension FieldError {
    fileprivate init(_ error: JSONAmbiguity) {
        switch error.kind {
        case .duplicateMember:
            self.init(error.pointer, .memberRepeated, Sentence(vi: "bị lặp lại", en: "is repeated"))
        case .unpairedSurrogate:
            self.init(
                error.pointer, .textInvalid,
                Sentence(vi: "có nửa cặp surrogate", en: "contains an unpaired surrogate"))
        }
    }
}
