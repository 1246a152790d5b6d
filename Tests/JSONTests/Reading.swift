import JSON

/// The value of a valid text.
func parsedValue(of text: String) throws(JSONError) -> JSONValue {
    try JSONDocument(parsing: Array(text.utf8)).root
}

func ambiguities(in text: String) throws(JSONError) -> [JSONAmbiguity] {
    try JSONDocument(parsing: Array(text.utf8)).ambiguities
}

/// The error for a text, or nil when it is valid.
func parseError(of bytes: [UInt8], limits: JSONLimits = JSONLimits()) -> JSONError? {
    do throws(JSONError) {
        _ = try JSONDocument(parsing: bytes, limits: limits)
        return nil
    } catch {
        return error
    }
}

func parseError(of text: String, limits: JSONLimits = JSONLimits()) -> JSONError? {
    parseError(of: Array(text.utf8), limits: limits)
}

func canonical(_ text: String) throws(JSONError) -> String {
    String(decoding: try parsedValue(of: text).canonicalBytes, as: UTF8.self)
}

/// The text that the calls wrote.
func written(_ calls: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter(capacity: 0)
    calls(&writer)
    return String(decoding: writer.finish(), as: UTF8.self)
}
