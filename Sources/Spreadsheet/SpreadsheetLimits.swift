/// What a workbook that is read may have at most.
///
/// Whoever sends a file decides how much work it is: a few kilobytes may inflate to gigabytes.
package struct SpreadsheetLimits: Hashable, Sendable {
    /// Of the file.
    package var bytesMax = 64 << 20
    /// Of all parts that are read.
    package var inflatedBytesMax = 512 << 20
    /// Inflated bytes for each byte of the file, once they are more than `freeBytes`.
    ///
    /// Sheets of numbers inflate to 5 to 20 times their size, sheets of empty cells with a style to 100.
    package var inflationRatioMax = 200
    package var freeBytes = 4 << 20
    /// Files in the archive.
    package var entriesMax = 2_000
    /// Rows with text, the header included.
    package var rowsMax = 1_048_576
    /// As `CSVReader.Limits` has it.
    package var columnsMax = 100
    package var cellsMax = 10_000_000
    package var cellBytesMax = 32_767 * 3
    package var sharedTextsMax = 5_000_000
    /// Elements within each other; a sheet has 8.
    package var nestingMax = 40

    package init() {}

    /// For what this target has written.
    static var own: SpreadsheetLimits {
        var limits = SpreadsheetLimits()
        (limits.bytesMax, limits.inflatedBytesMax) = (.max, .max)
        return limits
    }
}
