/// What the server listens on and what it grants its clients.
package struct NetworkSettings: Sendable {
    /// All of them are served by all loops.
    package var listeners: [Listener]
    /// Threads that serve; more than the cores only adds switching.
    package var loopsCount = 2
    /// Clients connected at one time; more hear 503.
    package var connectionsMax = 10_000
    /// Of those, from one address (IPv4 /32, IPv6 /64; Unix sockets are exempt); more hear 503.
    package var connectionsPerAddressMax = 1_000
    /// Bytes of unfinished bodies, over all connections; who brings more hears 503.
    package var bodyBytesTotalMax = 256 * 1024 * 1024
    /// From a request's first byte to the end of its head; later is 408.
    package var headSecondsMax = 10.0
    /// For each `progressBytesMin` of a body, or its rest; later is 408.
    package var bodySecondsMax = 10.0
    /// Between requests, and before the first; then the connection is closed.
    package var idleSecondsMax = 60.0
    /// For each `progressBytesMin` of answers that the client takes, or their rest; then it is cut off.
    package var writeSecondsMax = 10.0
    /// After the last answer, while a client still sends; then it is cut off (RFC 9112 §9.6).
    package var lingerSecondsMax = 5.0
    /// What such a client may still send.
    package var lingerBytesMax = 8 * 1024 * 1024
    /// Less than this is no progress: a byte now and then must not hold a connection.
    package var progressBytesMin = 1024
    /// Requests of one connection answered before the others have their turn.
    package var requestsPerTickMax = 16
    /// Answers kept for one connection before they are sent and it is read again; the last may pass it.
    package var outputBytesMax = 256 * 1024

    package init(listeners: [Listener]) { self.listeners = listeners }
}
