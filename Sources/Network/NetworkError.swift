/// The reason why the server could not start.
package enum NetworkError: Error, Equatable, Sendable {
    /// The address is already in use by a listener.
    case addressInUse(Listener)
    /// The address does not belong to this machine.
    case addressNotAvailable(Listener)
    /// The process may not use the port or the directory.
    case notPermitted(Listener)
    /// Not a numeric address with a port of 0–65535, nor a path of 1–107 bytes.
    case addressMalformed(String)
    /// The path exists and is not a socket; it is left untouched.
    case pathExists(Listener)
    /// `makeResponder` threw an error.
    case responderFailed(reason: String)
    /// A system call failed for another reason: the call's name and errno.
    ///
    /// The listener is nil when the call did not concern one.
    case callFailed(String, errno: Int32, Listener?)
}
