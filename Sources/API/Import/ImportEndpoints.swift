import Domain
import HTTP
import JSON
import Spreadsheet
import Store
import Text

/// Imports of tables, so that an office needs no access to the server.
///
/// Who may record one entity by a POST may import a table of them.
let importEndpoints: [Endpoint] = [
    .table(
        "/v1/imports/units", of: .units, roles: [.admin],
        Sentence(
            vi: "Nhập bảng đơn vị hành chính từ tệp CSV hoặc .xlsx",
            en: "Imports a table (CSV or .xlsx) of units.")),
    .table(
        "/v1/imports/unit-successions", of: .successions,
        roles: unitEndpoints.roles(of: "/v1/unit-successions"),
        Sentence(
            vi: "Nhập bảng đơn vị tiếp nhận từ tệp CSV hoặc .xlsx",
            en: "Imports a table (CSV or .xlsx) of unit successions.")),
    .table(
        "/v1/imports/parameters", of: .parameters, roles: parameterEndpoints.roles(of: "/v1/parameters"),
        Sentence(
            vi: "Nhập bảng tham số từ tệp CSV hoặc .xlsx", en: "Imports a table (CSV or .xlsx) of parameters."
        )),
    .table(
        "/v1/imports/hamlets", of: .hamlets, roles: hamletEndpoints.roles(of: "/v1/hamlets"),
        Sentence(
            vi: "Nhập bảng thôn xóm từ tệp CSV hoặc .xlsx", en: "Imports a table (CSV or .xlsx) of hamlets.")),
    .table(
        "/v1/imports/households", of: .households, roles: householdEndpoints.roles(of: "/v1/households"),
        Sentence(
            vi: "Nhập bảng hộ từ tệp CSV hoặc .xlsx", en: "Imports a table (CSV or .xlsx) of households.")),
    .table(
        "/v1/imports/funds", of: .funds, roles: fundEndpoints.roles(of: "/v1/funds"),
        Sentence(vi: "Nhập bảng quỹ từ tệp CSV hoặc .xlsx", en: "Imports a table (CSV or .xlsx) of funds.")),
    .table(
        "/v1/imports/pledges", of: .pledges, roles: pledgeEndpoints.roles(of: "/v1/pledges"),
        Sentence(
            vi: "Nhập bảng đăng ký đóng góp từ tệp CSV hoặc .xlsx",
            en: "Imports a table (CSV or .xlsx) of pledges.")),
    .table(
        "/v1/imports/contributions", of: .contributions,
        roles: contributionEndpoints.roles(of: "/v1/contributions"),
        Sentence(
            vi: "Nhập bảng đóng góp từ tệp CSV hoặc .xlsx, mỗi dòng một phiếu thu",
            en: "Imports a table (CSV or .xlsx) of contributions and issues a receipt for each row.")),
]

/// The maximum number of rows in a request: about 0.2 s of the writer, which everyone else waits for.
///
/// - Source: docs/PERFORMANCE.md, 10,659 rows/s for contributions, the slowest kind.
let importedRowsMax = 2_000

extension [Endpoint] {
    /// The roles that may POST to `path`, so that an import never has others.
    fileprivate func roles(of path: String) -> Set<Role> {
        for endpoint in self where endpoint.method == .post && endpoint.path.text == path {
            if case .roles(let roles) = endpoint.access { return roles }
        }
        preconditionFailure("an import of what nobody may POST: \(path)")
    }
}

extension Endpoint {
    /// An import of the whole table in the body, or of nothing.
    ///
    /// The table is read on a worker, the rows are recorded in one job of the writer.
    fileprivate static func table(
        _ path: StaticString, of rows: RowImport, roles: Set<Role>, _ summary: Sentence
    ) -> Endpoint {
        let pattern = PathPattern(path)
        let kind = pattern.text.split(separator: "/").last.map(String.init) ?? ""
        return Endpoint(
            method: .post, path: pattern, access: .roles(roles), key: .required, needsVersion: false,
            status: 201, summary: summary, fields: [], output: SchemaFields.schema(of: ImportView.self),
            media: [.json], body: .table(rows.columns), etag: nil,
            action: .write { decoder in
                try decoder.check()
                let table = try importedTable(decoder.table, as: decoder.tableMedia, of: rows)
                let (settings, language) = (decoder.settings, decoder.language)
                return PreparedWrite(
                    target: nil,
                    run: { caller, tx in
                        guard let caller else { throw Problem(.tokenMissing) }
                        let result = try rows.take(
                            table, by: .caller(caller), with: settings, refusedRowsMax: importedRowsMax,
                            in: tx)
                        var representation = Representation(
                            ImportView(kind: kind, table: table, result: result, in: language))
                        representation.checkedTable = CheckedTable(table, result)
                        return representation
                    },
                    checkReplay: { caller, tx in
                        try rows.checkScope(of: table, for: .caller(caller), with: settings, in: tx)
                    })
            })
    }
}

/// The table in `bytes`, if one request may have as many rows.
private func importedTable(
    _ bytes: [UInt8], as media: Media, of rows: RowImport
) throws(Problem) -> CSVTable {
    let table: CSVTable
    do throws(TableError) {
        table =
            media == .xlsx
            ? try CSVTable(
                workbook: bytes, columns: rows.columns, codeWidths: rows.codeWidths, limits: .ofImport)
            : try CSVTable(bytes: bytes, columns: rows.columns)
    } catch {
        throw Problem(error)
    }
    try checkImportedRows(count: table.rows.count)
    return table
}

/// Refuses a table of too many rows, or a workbook of too many bytes, before a cell is decoded.
///
/// So it never reaches the worker.
func checkImportedTable(_ bytes: [UInt8], as media: Media) throws(Problem) {
    guard media == .csv else {
        let bytesMax = SpreadsheetLimits.ofImport.bytesMax
        guard bytes.count <= bytesMax else { throw Problem(TableError(.tooLarge(.fileBytes, max: bytesMax))) }
        return
    }
    // Without the header.
    try checkImportedRows(count: CSVReader.rowsCount(in: bytes) - 1)
}

private func checkImportedRows(count: Int) throws(Problem) {
    guard count > importedRowsMax else { return }
    throw Problem(
        .bodyTooLarge,
        detail: Sentence(
            vi:
                "Tệp có \(count) dòng, mỗi lần gửi nhiều nhất \(importedRowsMax). Hãy chia thành nhiều tệp. Chưa ghi gì.",
            en:
                "The table has \(count) rows, at most \(importedRowsMax) are taken at once. Split it. Nothing was stored."
        ))
}
