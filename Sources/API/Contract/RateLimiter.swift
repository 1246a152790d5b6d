import Domain
import HTTP
import Locks

/// Limits requests by token buckets: one for each token, else for each address, and a tighter one for failed sign-ins.
///
/// A bucket holds the requests of one minute and refills evenly. A client that was refused sees when to come back.
final class RateLimiter: Sendable {
    /// Requests a minute; 0 for no limit.
    struct Limits: Hashable, Sendable {
        var requestsPerToken = 60_000
        var requestsPerAddress = 120_000
        var failedSignIns = 60
    }

    enum Client: Hashable, Sendable {
        case token(AccessToken.ID)
        case address(String)
        /// An address whose tokens or codes were wrong.
        case failing(String)
    }

    private struct Bucket {
        /// Requests left, in thousandths.
        var left: Int64
        var filledAt: Instant
    }

    private let limits: Limits
    private let buckets = Mutex<[Client: Bucket]>([:])

    /// More clients than this within a minute start again with full buckets: memory is limited, and no office is refused.
    private static let bucketsMax = 100_000

    init(_ limits: Limits) { self.limits = limits }

    /// Takes one request from the client's bucket.
    ///
    /// - Throws: `too-many-requests` when it is empty.
    func take(_ client: Client, at now: Instant) throws(Problem) {
        let (limit, name) = limit(of: client)
        guard limit > 0 else { return }
        let most = Int64(limit) * 1000
        let left = buckets.withLock { buckets -> Int64 in
            if buckets.count >= RateLimiter.bucketsMax {
                buckets = buckets.filter { now.milliseconds - $0.value.filledAt.milliseconds < 60_000 }
                if buckets.count >= RateLimiter.bucketsMax { buckets.removeAll() }
            }
            var bucket = buckets[client] ?? Bucket(left: most, filledAt: now)
            // A clock that is set back refills nothing.
            let elapsed = min(max(0, now.milliseconds - bucket.filledAt.milliseconds), 60_000)
            bucket.left = min(most, bucket.left + elapsed * Int64(limit) / 60)
            bucket.filledAt = now
            let isEnough = bucket.left >= 1000
            if isEnough { bucket.left -= 1000 }
            buckets[client] = bucket
            return isEnough ? 1000 : bucket.left
        }
        guard left < 1000 else { return }
        let seconds = max(1, ((1000 - left) * 60 / Int64(limit) + 999) / 1000)
        throw Problem(
            .tooManyRequests,
            fields: [
                .init(name: .retryAfter, value: "\(seconds)"),
                .init(name: .rateLimit, value: "\"\(name)\";r=0;t=\(seconds)"),
                .init(name: .rateLimitPolicy, value: "\"\(name)\";q=\(limit);w=60"),
            ])
    }

    private func limit(of client: Client) -> (limit: Int, name: String) {
        switch client {
        case .token: (limits.requestsPerToken, "token")
        case .address: (limits.requestsPerAddress, "address")
        case .failing: (limits.failedSignIns, "sign-in")
        }
    }
}

extension ServiceSettings {
    /// The address of the client: that of the connection, unless it is a trusted proxy's, which names the client.
    ///
    /// The last address in `X-Forwarded-For` that is not a proxy's; what stands before it anybody could have sent. Where a
    /// proxy names no address, the request counts as its own. A Unix socket is always a proxy's.
    func client(of request: Request) -> String {
        let peer = request.peer
        guard let field = request.field("x-forwarded-for"),
            peer.isEmpty || trustedProxies.contains(where: { $0.contains(peer) })
        else { return peer }
        // The proxy that added the next element.
        var proxy = peer.isEmpty ? "unix" : peer
        for element in field.split(separator: ",", omittingEmptySubsequences: false).reversed() {
            guard let address = ForwardedAddress(String(element.trimmingBlanks())) else { return proxy }
            guard trustedProxies.contains(where: { $0.contains(address.text) }) else { return address.text }
            proxy = address.text
        }
        return proxy
    }
}

/// The part of a numeric address that identifies a client: an IPv4 address, or the /64 of an IPv6 address.
///
/// - Source: RFC 4291 §2.5.4: the last 64 bits name an interface, of which one client may have any number.
func clientGroup(of address: String) -> String {
    guard address.contains(":") else { return address }
    let halves = address.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
    var groups = halves[0].split(separator: ":").map(String.init)
    if halves.count == 2 {
        let last = halves[1].split(separator: ":").count
        groups += Array(repeating: "0", count: max(0, 8 - groups.count - last))
        groups += halves[1].split(separator: ":").map(String.init)
    }
    return groups.prefix(4).joined(separator: ":") + "::/64"
}
