import TestSupport
import Testing

extension ProcessTests {
    @Suite struct HelpTests {
        @Test(arguments: [
            [], ["serve"], ["migrate"], ["user"], ["user", "add"], ["token"], ["token", "issue"],
            ["token", "list"], ["token", "revoke"], ["import"], ["import", "units"], ["import", "hamlets"],
            ["import", "households"], ["demo"], ["verify"], ["config"], ["health"], ["key"], ["key", "new"],
            ["forget"], ["forget", "household"], ["forget", "user"], ["forget", "model"],
            ["forget", "decision"], ["forget", "bank-credit"], ["witness"], ["cosign"], ["export"],
            ["export", "log"],
        ])
        func `every command has help in Vietnamese`(_ words: [String]) throws {
            let ending = try Command(words + ["--help"], in: Folder()).ended()
            #expect(ending.code == 0)
            #expect(ending.errors == "")
            let overview = try #require(ending.outputLines.first { $0.hasPrefix("GIỚI THIỆU: ") })
            #expect(overview.contains { !$0.isASCII })
        }

        @Test func `the help lists every command and every exit code`() throws {
            let help = try Folder().danvan("--help").output
            for word in [
                "serve", "health", "migrate", "user", "token", "import", "demo", "verify", "config", "key",
                "witness", "cosign", "forget",
            ] {
                #expect(help.contains("  \(word) "))
            }
            let words = help.split { $0 == " " || $0 == "\n" }
            for code in [0, 1, 64, 69, 74, 78] { #expect(words.contains("\(code)"), "\(code)") }
        }

        @Test func `the version is the one that the changelog describes first`() throws {
            let ending = try Folder().danvan("--version")
            let version = try #require(ending.outputLines.first)
            #expect(ending.code == 0 && version.hasPrefix("0."))
            let changelog = try Repository.text(of: "CHANGELOG.md")
            let first = try #require(changelog.split(separator: "\n").first { $0.hasPrefix("## ") })
            #expect(first.contains(version.replacing("-dev", with: "")))
        }

        @Test func `help changes nothing`() throws {
            let folder = try Folder()
            _ = try folder.danvan("serve", "--help")
            #expect(!folder.exists("data"))
        }

        @Test func `the help of token issue lists the roles`() throws {
            let help = try Folder().danvan("token", "issue", "--help").output
            #expect(help.contains("hamlet_head") && help.contains("auditor"))
            #expect(help.contains("thủ quỹ"))
        }

        @Test(arguments: [[], ["token", "issue"], ["import"], ["demo"]])
        func `the help has no English texts of the library`(_ words: [String]) throws {
            let help = try Command(words + ["--help"], in: Folder()).ended().output
            for word in ["USAGE", "OPTIONS", "SUBCOMMANDS", "Show help", "See '", "(default:"] {
                #expect(!help.contains(word), "\(word)")
            }
        }

        @Test(arguments: [
            ["serv"], ["user", "add"], ["user", "add", "Lan", "Minh"], ["token", "revoke", "một"],
            ["token", "issue", "--user", "Lan"], ["import", "units"], ["migrate", "--datebase", "x"],
            ["token", "issue", "--user", "Lan", "--role", "clerk", "--hamlet", "một"],
            ["health", "--seconds", "0"],
        ])
        func `an invalid argument exits with 64`(_ words: [String]) throws {
            let folder = try Folder()
            let ending = try Command(words, in: folder).ended()
            #expect(ending.code == 64)
            #expect(ending.errorLines.first?.hasPrefix("Lỗi: ") == true)
            for word in ["Usage", "Missing", "Unexpected", "Unknown", "is invalid", "See '"] {
                #expect(!ending.errors.contains(word), "\(ending.errors)")
            }
            #expect(ending.output == "" && !folder.exists("data"))
        }
    }
}
