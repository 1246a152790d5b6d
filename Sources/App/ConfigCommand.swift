import ArgumentParser

/// `danvan config`: prints the effective settings and the origin of each value.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "In cấu hình đang có hiệu lực và nguồn của từng giá trị.")

    @OptionGroup var options: StoreOptions

    @Flag(help: "In dạng JSON.")
    var json = false

    func run() throws {
        try exitingOnError {
            let loaded = try options.settings()
            if json { print(loaded.json) } else { for line in loaded.lines { print(line) } }
        }
    }
}
