import API
import ArgumentParser
import Domain
import HTTP
import Store

/// `danvan demo`: loads the cases of the article on Nghệ An, as far as the entities cover them, into an empty
/// database.
struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Nạp các trường hợp của bài báo vào tệp dữ liệu trống, rồi in mã truy cập và năm lệnh curl để thử."
    )

    @OptionGroup var options: StoreOptions

    @Option(help: "Danh sách đơn vị hành chính.")
    var units = "config/nghe-an-units.csv"

    @Option(help: "Tham số: tỷ lệ, thời hạn, tên gọi.")
    var parameters = "config/parameters.csv"

    @Flag(help: "Nếu đã có dữ liệu thì để yên, không báo lỗi.")
    var ifEmpty = false

    func run() throws {
        try exitingOnError {
            let clock = DemoClock()
            try options.withStore(mayCreate: true, clock: { clock.now }) { store, settings in
                guard store.changes.lastPosition == 0 else {
                    if ifEmpty { return printError("\(store.path) đã có dữ liệu: để yên.") }
                    throw Failure(.data, "\(store.path) đã có dữ liệu; demo chỉ nạp vào tệp trống.")
                }
                let table = try CSVTable(path: units, columns: RowImport.units.columns)
                _ = try store.take(table, as: .units, isDryRun: false)
                let values = try CSVTable(path: parameters, columns: RowImport.parameters.columns)
                _ = try store.take(values, as: .parameters, isDryRun: false)
                let token = try DemoOffice.fill(store, settings: settings, clock: clock)
                for line in Demo.invitation(token: token, at: settings.demoAddress) { print(line) }
            }
        }
    }

    /// Commands to try, as lines that can be pasted into a shell.
    static func invitation(token: String, at address: String) -> [String] {
        [
            "TOKEN=\(token)",
            "curl -s http://\(address)/v1/public/hamlets/1/summary",
            "curl -s -H \"Authorization: Bearer $TOKEN\" 'http://\(address)/v1/households?hamlet=1&q=an&limit=3'",
            "curl -s -H \"Authorization: Bearer $TOKEN\" -H 'Idempotency-Key: thu-tien-2026-11-23-001' "
                + "-H 'Content-Type: application/json' "
                + "-d '{\"fund\":2,\"household\":1,\"pledge\":\(DemoOffice.openPledge),\"method\":\"cash\","
                + "\"amount\":500000}' http://\(address)/v1/contributions",
            "curl -s -H \"Authorization: Bearer $TOKEN\" -H 'If-Match: \"r1\"' "
                + "-X POST http://\(address)/v1/pledges/\(DemoOffice.openPledge + 1)/confirm",
            "curl -s 'http://\(address)/v1/public/hamlets/1/contributions?limit=3'",
        ]
    }
}

extension Settings {
    /// The first TCP address, for the commands to try.
    fileprivate var demoAddress: String {
        for address in server.listen {
            if case .tcp(let host, let port) = address {
                return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
            }
        }
        return "127.0.0.1:8080"
    }
}
