/// Requests of HTTP/1.0 to one address: a witness, or the service that a witness follows.
///
/// HTTP/1.0, so that no proxy in between sends chunks.
struct PlainExchange: Sendable {
    let address: WitnessAddress
    var secondsMax = 5

    /// The longest note with its head, and what is about as long.
    private static let responseBytesMax = 524_288

    func get(_ path: String) throws(BlockingExchange.Failed) -> BlockingExchange.Response {
        try response(to: "GET \(address.prefix)\(path) HTTP/1.0\r\n", [])
    }

    func post(
        _ path: String, _ body: [UInt8], as type: String
    ) throws(BlockingExchange.Failed) -> BlockingExchange.Response {
        try response(
            to: "POST \(address.prefix)\(path) HTTP/1.0\r\nContent-Type: \(type)\r\n"
                + "Content-Length: \(body.count)\r\n", body)
    }

    private func response(
        to lines: String, _ body: [UInt8]
    ) throws(BlockingExchange.Failed) -> BlockingExchange.Response {
        let listener = address.listener.listener
        let head = lines + "Host: \(listener)\r\nUser-Agent: danvan\r\nConnection: close\r\n\r\n"
        return try BlockingExchange(
            with: listener, secondsMax: secondsMax, bytesMax: PlainExchange.responseBytesMax
        )
        .response(to: Array(head.utf8) + body)
    }
}
