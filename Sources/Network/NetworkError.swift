/// Why the server could not start.
package enum NetworkError: Error, Equatable, Sendable {
    /// Somebody listens there already.
    case addressInUse(Listener)
    /// The address is not one of this machine's.
    case addressNotAvailable(Listener)
    /// The port or the directory is not ours to use.
    case notPermitted(Listener)
    /// Not a numeric address with a port of 0–65535, nor a path of 1–107 bytes.
    case addressMalformed(String)
    /// Something that is not a socket stands at the path.
    ///
    /// It is left alone.
    case pathTaken(Listener)
    /// `makeResponder` threw this.
    case responderFailed(reason: String)
    /// The kernel refused for another reason: the call's name and errno.
    ///
    /// With nil it was not about one listener.
    case callFailed(String, errno: Int32, Listener?)
}
