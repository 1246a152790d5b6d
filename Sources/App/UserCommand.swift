import ArgumentParser
import Domain
import Store

/// `danvan user`.
struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Người dùng.", subcommands: [Add.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Ghi một người dùng mới.")

        @Argument(help: "Tên người dùng, chỉ dùng một lần.")
        var name: String

        @OptionGroup var options: StoreOptions

        func run() throws {
            try exitingOnError {
                try options.withStore { store, _ in
                    let name = try CommandLineText.name(name)
                    let user = try store.writer.write(actor: nil) { tx in try tx.addUser(named: name) }
                    print("\(user.id.number) \(user.name)")
                }
            }
        }
    }
}
