import JSON

/// The value of a valid text.
func root(of text: String) throws(JSONError) -> JSONValue {
    try JSONDocument(parsing: Array(text.utf8)).root
}

func faults(of text: String) throws(JSONError) -> [JSONAmbiguity] {
    try JSONDocument(parsing: Array(text.utf8)).faults
}

/// The error for a text, or nil when it is valid.
func refusal(of bytes: [UInt8], limits: JSONLimits = JSONLimits()) -> JSONError? {
    do throws(JSONError) {
        _ = try JSONDocument(parsing: bytes, limits: limits)
        return nil
    } catch {
        return error
    }
}

func refusal(of text: String, limits: JSONLimits = JSONLimits()) -> JSONError? {
    refusal(of: Array(text.utf8), limits: limits)
}

func canonical(_ text: String) throws(JSONError) -> String {
    String(decoding: try root(of: text).canonicalBytes, as: UTF8.self)
}

/// The text that the calls wrote.
func written(_ calls: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter(capacity: 0)
    calls(&writer)
    return String(decoding: writer.finish(), as: UTF8.self)
}
