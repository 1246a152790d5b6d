package import HTTP

/// The addresses the server listens on and its limits for clients.
package struct NetworkSettings: Sendable {
    /// The addresses to listen on; all loops serve all of them.
    package var listeners: [Listener]
    /// The number of loops, one thread each; more than the number of cores only adds context switches.
    package var loopsCount = 2
    /// Concurrent connections; further clients get 503.
    package var connectionsMax = 10_000
    /// Concurrent connections per address (IPv4 /32, IPv6 /64; Unix sockets are exempt); further clients get
    /// 503.
    package var connectionsPerAddressMax = 256
    /// Addresses without a limit of their own, because they connect for many clients.
    package var trustedProxies: [AddressBlock] = []
    /// Total bytes of incomplete bodies over all connections; a request beyond it gets 503.
    ///
    /// As many may be held of responses that clients are slow to take, and four times as many of long ones, which are
    /// in files; a client beyond it is dropped.
    package var bodyBytesTotalMax = 256 * 1024 * 1024
    /// The time from a request's first byte to the end of its head; after it the client gets 408.
    package var headSecondsMax = 10.0
    /// The time for each `progressBytesMin` bytes of a body, or its rest; after it the client gets 408.
    package var bodySecondsMax = 10.0
    /// The time between requests, and before the first; after it the connection is closed.
    package var idleSecondsMax = 60.0
    /// The time in which a client must accept `progressBytesMin` bytes of responses, or their rest; after it
    /// the connection is dropped.
    package var writeSecondsMax = 10.0
    /// The time a client may keep sending after the last response; after it the connection is dropped (RFC
    /// 9112 §9.6).
    package var lingerSecondsMax = 5.0
    /// The bytes a client may keep sending after the last response.
    package var lingerBytesMax = 8 * 1024 * 1024
    /// The bytes that count as progress: sending a byte now and then must not keep a connection open.
    package var progressBytesMin = 1024
    /// Requests served on one connection per tick, before other connections are served.
    package var requestsPerTickMax = 16
    /// Bytes of responses buffered for one connection before they are sent and reading resumes; the last
    /// response may exceed it.
    package var outputBytesMax = 256 * 1024

    package init(listeners: [Listener]) { self.listeners = listeners }
}
