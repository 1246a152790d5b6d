import HTTP

/// The form of a request's body.
package enum RequestBody: Hashable, Sendable {
    /// A JSON object with the members of `Endpoint.fields`.
    case members
    /// The same, or the members of a notice of a bank service.
    case notice
    /// A table with these columns, CSV or a workbook, read on a worker.
    case table([InputField])
    /// A bank's statement, CSV or a workbook, read on a worker: its columns are found by their words.
    case statement

    var isTable: Bool {
        switch self {
        case .members, .notice: false
        case .table, .statement: true
        }
    }

    /// The media types of which the body must have one.
    func types(of method: Method) -> [String] {
        switch self {
        case .members, .notice: [method == .patch ? "application/merge-patch+json" : "application/json"]
        case .table, .statement: [Media.csv.type, Media.xlsx.type]
        }
    }
}
