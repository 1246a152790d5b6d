/// Why a spreadsheet can be neither read nor written.
package enum SpreadsheetError: Error, Hashable, Sendable {
    /// An .xls file: the binary form that Excel wrote before 2007.
    case legacyForm
    /// A workbook with a password.
    case encrypted
    /// Neither a workbook nor anything like it, or one of another program (.ods, .xlsb).
    case notWorkbook
    /// A workbook with this part missing, cut off or not as the standard has it.
    case damaged(part: String)
    /// More of something than the limits allow.
    case tooLarge(Limit, max: Int)
    /// No sheet has this name; nil when no sheet is visible.
    case sheetMissing(String?)
    /// A cell such as `C5` with a formula whose value no program has computed and stored.
    case formulaUncomputed(cell: String)
    /// The file could not be written: the disk or the memory for it is full, or no temporary file can be made.
    case unwritten(String)

    /// What is counted.
    package enum Limit: Hashable, Sendable {
        case fileBytes
        case inflatedBytes
        /// Bytes of a part for each byte of the file.
        case inflationRatio
        /// Files in the archive.
        case entries
        case rows
        case columns
        case cells
        case cellBytes
        case sharedTexts
        case nesting
    }
}
