import CSQLite

/// Gives two files each the name of the other, at once: whoever opens one of the names finds one of the files whole.
///
/// - Returns: false when the file system cannot, or one of them is not there; nothing has changed then.
/// - Source: rename(2), `RENAME_EXCHANGE`.
package func exchangeNames(_ first: String, _ second: String) -> Bool {
    let (currentFolder, exchanging): (Int32, UInt32) = (-100, 1 << 1)
    return renameat2(currentFolder, first, currentFolder, second, exchanging) == 0
}
