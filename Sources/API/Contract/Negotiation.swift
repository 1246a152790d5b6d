import HTTP
import JSON

/// The media type of a response.
package enum Media: Hashable, Sendable {
    case json
    case html

    package var type: String {
        switch self {
        case .json: "application/json"
        case .html: "text/html"
        }
    }

    var contentType: String {
        switch self {
        case .json: "application/json"
        case .html: "text/html; charset=utf-8"
        }
    }

    /// The page may load nothing except its own inline style.
    ///
    /// - Source: Content Security Policy Level 3.
    var securityPolicy: String? {
        switch self {
        case .json: nil
        case .html: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        }
    }

    /// How specifically a media range of an `Accept` field matches: 0 for no match, 3 for an exact match.
    private func specificity(of range: String) -> Int {
        switch (self, range) {
        case (.json, "application/json"), (.json, "application/problem+json"), (.html, "text/html"): 3
        case (.json, "application/*"), (.html, "text/*"): 2
        case (_, "*/*"): 1
        case (_, _): 0
        }
    }

    /// True when an `Accept` field allows this media type; a request without the field accepts any.
    ///
    /// - Source: RFC 9110 §12.5.1; the most specific range decides.
    func isAccepted(by field: String?) -> Bool {
        guard let field, !field.isEmpty else { return true }
        var best = (specificity: 0, weight: 0)
        for range in field.split(separator: ",") {
            let parts = range.split(separator: ";")
            let specificity = specificity(of: (parts.first ?? "").trimmingBlanks().lowercased())
            let weight = parts.dropFirst().map { $0.trimmingBlanks() }
                .first { $0.lowercased().hasPrefix("q=") }
            if specificity > best.specificity {
                best = (specificity, weight.map { thousandths(ofWeight: $0) } ?? 1000)
            }
        }
        return best.weight > 0
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
                vi: "Sai ở byte \(error.offset) (\(error.reason.rawValue)).",
                en: "Invalid at byte \(error.offset) (\(error.reason.rawValue))."))
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
