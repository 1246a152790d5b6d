import ArgumentParser
import Transparency

/// `danvan key`: the private keys of the log and of witnesses.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Khóa riêng để ký điểm đối chiếu.", subcommands: [New.self, Show.self])

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tạo khóa riêng trong một tệp mới chỉ chủ tệp đọc được; in ra khóa công khai.")

        @Option(help: "Tên của khóa, thường là địa chỉ công khai của sổ, không có https://: sodan.vn/40.")
        var name: String

        @Flag(help: "Khóa của bên chứng kiến, để ký chứng kiến điểm đối chiếu của sổ khác.")
        var witness = false

        @Argument(help: "Tệp khóa, ngoài thư mục dữ liệu.")
        var file: String

        func run() throws {
            try exitingOnError {
                guard let name = KeyName(name) else {
                    throw Failure(.usage, "--name: không rỗng, không có dấu cách hay dấu +.")
                }
                var generator = SystemRandomNumberGenerator()
                let key = try SigningKey(
                    name: name, type: witness ? .cosignature : .ed25519, using: &generator)
                try KeyFile(path: file).create(key)
                print(key.verifierKey.text)
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "In ra khóa công khai của một tệp khóa riêng.")

        @Argument(help: "Tệp khóa.")
        var file: String

        func run() throws {
            try exitingOnError {
                guard let key = try KeyFile(path: file).read() else {
                    throw Failure(.io, "Không có tệp \(file).")
                }
                print(key.verifierKey.text)
            }
        }
    }
}
