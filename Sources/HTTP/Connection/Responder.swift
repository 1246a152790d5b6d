/// Responds to the requests of one event loop.
///
/// Used only on that loop's queue.
package protocol Responder: AnyObject {
    /// Responds to `request`, either immediately or through `completion`.
    ///
    /// Responses passed to `completion` after the client has disconnected are dropped.
    ///
    /// - Parameters:
    ///   - request: a complete request.
    ///   - completion: the completion; called exactly once, from any thread, if this method returns nil.
    /// - Returns: the response, or nil when it will be passed to `completion`.
    func respond(to request: Request, completion: @escaping @Sendable (Response) -> Void) -> Response?

    /// The response to an error of the HTTP or network layer.
    ///
    /// The connection is closed after it.
    func response(to error: ProtocolError) -> Response

    /// Called at the end of each event-loop tick: all its requests have been passed on, none of its responses
    /// is sent yet.
    ///
    /// Nothing may stay open after it, such as a read transaction. Responses that arrived through `completion` in
    /// this tick were handled before its first request.
    func tickEnded()

    /// Called when the system allows no further connection, such as for want of descriptors.
    ///
    /// Clients wait in the meantime; accepting is tried again soon, so this may be called many times.
    ///
    /// - Parameter reason: the system's message.
    func acceptingPaused(reason: String)
}
