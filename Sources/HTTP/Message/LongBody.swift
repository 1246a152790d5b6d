/// A body that is too long for memory, such as a file: read piece by piece while the client takes it.
package protocol LongBody: AnyObject, Sendable {
    /// In bytes.
    var count: Int { get }

    /// Reads the bytes from `offset` on.
    ///
    /// - Parameters:
    ///   - buffer: gets as many as it has room for, or all that are left.
    ///   - offset: less than `count`.
    /// - Returns: the number of bytes read; 0 when they cannot be read, after which the connection is dropped: the
    ///   client sees by the length that the body is not whole.
    func read(into buffer: inout [UInt8], at offset: Int) -> Int
}
