/// Who answers the requests of one loop.
///
/// Used on that loop's queue only.
package protocol Responder: AnyObject {
    /// The answer to `request`, at once; or nil, and then `later` is called exactly once, from any thread.
    ///
    /// Answers given to `later` after the client has gone are dropped.
    func respond(to request: Request, later: @escaping @Sendable (Response) -> Void) -> Response?

    /// The answer to what HTTP or the network refused.
    ///
    /// The connection is closed after it.
    func response(to fault: ProtocolError) -> Response

    /// All requests of a turn were given, and no answer of it has been sent yet.
    ///
    /// Nothing may stay open, such as a read transaction. Answers that came by `later` in this turn were
    /// taken before its first request.
    func tickEnded()
}
