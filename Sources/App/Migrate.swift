import ArgumentParser
import Store

/// `danvan migrate`: creates the database or updates its schema, nothing else.
struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tạo tệp dữ liệu hoặc nâng cấp nó lên bản hiện tại.")

    @OptionGroup var options: StoreOptions

    func run() throws {
        try exitingOnError {
            try options.withStore(mayCreate: true) { store, _ in
                print("\(store.path): sẵn sàng (SQLite \(Store.sqliteVersion)).")
            }
        }
    }
}
