import HTTP
import JSON

// `?format=`, by which a link names the media type: a browser sends the same `Accept` with every link.

extension Media {
    /// The word by which the query names it.
    fileprivate var format: String {
        switch self {
        case .json: "json"
        case .html: "html"
        case .plain: "text"
        case .octets: "octets"
        case .csv: "csv"
        case .ndjson: "ndjson"
        case .xlsx: "xlsx"
        case .beancount: "beancount"
        case .svg: "svg"
        }
    }
}

extension Endpoint {
    /// The words of `format`; none where there is no choice.
    var formats: [String] { method == .get && media.count > 1 ? media.map(\.format) : [] }

    /// What a response is sent as, for whoever asks for something else.
    var mediaSentence: Sentence {
        let list = media.map(\.type).joined(separator: ", ")
        return Sentence(vi: "Có: \(list).", en: "Available: \(list).")
    }

    /// The media type that `format` names, which counts more than `Accept`; nil when it names none of the endpoint's.
    func media(named query: [QueryValue]) -> Media? {
        guard !formats.isEmpty, let sent = query.first(where: { $0.isNamed("format") }) else { return nil }
        return media.first { hasSameBytes($0.format, sent.text) }
    }
}

/// The parameters about the media type, for the OpenAPI document.
func writeFormatParameters(of endpoint: Endpoint, to json: inout JSONWriter) {
    if !endpoint.formats.isEmpty {
        writeParameter(
            "format", in: "query", isRequired: false, .choice(endpoint.formats),
            "The media type of the response, for links; counts more than Accept.", to: &json)
    }
    if endpoint.media.contains(.csv) {
        writeParameter(
            "bom", in: "query", isRequired: false, .choice(RequestDecoder.byteOrderMarkWords),
            "U+FEFF first, for Excel; with CSV only.", to: &json)
    }
}

extension RequestDecoder {
    /// Reads the parameter that `media(named:)` has followed: it is refused when the endpoint has no such media type.
    mutating func readFormat(of endpoint: Endpoint) {
        let formats = endpoint.formats
        guard !formats.isEmpty else { return }
        let _: String? = read("format", .query, false, .choice(formats)) { value in
            if case .string(let text) = value, formats.contains(where: { hasSameBytes($0, text) }) {
                return .value(text)
            }
            let list = formats.joined(separator: ", ")
            return .error(.parameterInvalid, Sentence(vi: "có thể dùng: \(list)", en: "one of: \(list)"))
        }
        // The media type is part of the key of the cache.
        omitFromKey("format")
    }

    /// `bom`, as links write it: `1` or `true`, `0` or `false`; false without it.
    mutating func byteOrderMark() -> Bool {
        let words = RequestDecoder.byteOrderMarkWords
        let word: String? = read("bom", .query, false, .choice(words)) { value in
            if case .string(let text) = value, words.contains(where: { hasSameBytes($0, text) }) {
                return .value(text)
            }
            let list = words.joined(separator: ", ")
            return .error(.parameterInvalid, Sentence(vi: "có thể dùng: \(list)", en: "one of: \(list)"))
        }
        let hasMark = word == "1" || word == "true"
        if hasMark { setKey("bom", to: true) } else { omitFromKey("bom") }
        return hasMark
    }

    static let byteOrderMarkWords = ["1", "true", "0", "false"]
}
