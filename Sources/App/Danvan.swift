import ArgumentParser
import Glibc

/// The command line.
///
/// Each subcommand has its own file in this folder.
@main
struct Danvan: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "danvan",
        abstract: "Sổ đóng góp của dân: thu, phiếu thu, quỹ và công khai, cho văn phòng xã và thôn xóm.",
        discussion: """
            Lần đầu: danvan migrate; danvan import units TỆP.csv; danvan user add TÊN; danvan token issue …
            Hằng ngày: danvan serve; danvan health. Kiểm tra sổ: danvan verify. Sao lưu: danvan backup TỆP.
            Xóa dữ liệu cá nhân: danvan forget.
            Ký điểm đối chiếu: danvan key new. Bên chứng kiến, trên máy của mình: danvan witness; danvan cosign TỆP.
            Lệnh ghi dữ liệu cần dịch vụ đang dừng: một tệp dữ liệu chỉ một chương trình ghi. Lệnh chỉ đọc (verify,
            export, user list, token list, config) và backup chạy được cả khi dịch vụ đang chạy.
            Mã kết thúc: 0 xong; 1 có sai sót trong dữ liệu, hoặc dịch vụ chưa sẵn sàng; 64 gõ sai lệnh; 69 đang có
            chương trình khác dùng; 74 không đọc hoặc ghi được; 78 cấu hình sai.
            """,
        version: Danvan.version,
        subcommands: [
            Serve.self, HealthCommand.self, Migrate.self, UserCommand.self, TokenCommand.self,
            KeyCommand.self,
            WitnessCommand.self, CosignCommand.self, ImportCommand.self,
            ExportCommand.self,
            Demo.self, VerifyCommand.self, ForgetCommand.self, BackupCommand.self, RestoreCommand.self,
            ConfigCommand.self,
        ])

    /// The version that `CHANGELOG.md` describes first.
    static let version = "0.1.0-dev"

    /// Runs the command, as the library would, but with its messages in Vietnamese.
    static func main() {
        // Files hold names, addresses and tiers: nobody but the service reads what it creates.
        umask(0o077)
        // A limit of file sizes fails a write, which is reported, instead of ending the command without a word.
        signal(SIGXFSZ, SIG_IGN)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            let code = exitCode(for: error)
            let text = fullMessage(for: error, columns: nil)
            if code == .success {
                // A completion script is for the shell.
                print(text.hasPrefix("OVERVIEW: ") ? HelpTexts.translated(text) : text)
            } else if !text.isEmpty {
                printError(HelpTexts.translated(text))
            }
            Glibc.exit(code.rawValue)
        }
    }
}
