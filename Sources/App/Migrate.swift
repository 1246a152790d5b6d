import ArgumentParser
import Store

/// `danvan migrate`: creates the database or upgrades its schema after a checked copy, nothing else.
struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tạo tệp dữ liệu, hoặc sao lưu rồi nâng cấp nó lên bản hiện tại.")

    @OptionGroup var options: StoreOptions

    func run() throws {
        try exitingOnError {
            let upgrade = OlderFile.isUpgraded { upgrade throws(OpeningError) in
                let copy = try upgrade.keepCopy()
                let (path, version) = (upgrade.file.path, upgrade.version)
                print(
                    "\(path): nâng cấp từ phiên bản \(version) lên \(upgrade.target); bản sao trước đó: \(copy)."
                )
            }
            try options.withStore(mayCreate: true, older: upgrade) { store, _ in
                print("\(store.path): sẵn sàng (SQLite \(Store.sqliteVersion)).")
            }
        }
    }
}
