import Testing

extension ProcessTests {
    @Suite struct HelpTests {
        @Test(arguments: [
            [], ["serve"], ["migrate"], ["user"], ["user", "add"], ["token"], ["token", "issue"],
            ["token", "list"], ["token", "revoke"], ["import"], ["import", "units"], ["import", "hamlets"],
            ["import", "households"], ["demo"], ["verify"], ["config"],
        ])
        func `every command explains itself in Vietnamese`(_ words: [String]) throws {
            let ending = try Command(words + ["--help"], in: Folder()).ended()
            #expect(ending.code == 0)
            #expect(ending.errors == "")
            let overview = try #require(ending.outputLines.first { $0.hasPrefix("OVERVIEW: ") })
            #expect(overview.contains { !$0.isASCII })
        }

        @Test func `the help names every command and every exit code`() throws {
            let help = try Folder().danvan("--help").output
            for word in ["serve", "migrate", "user", "token", "import", "demo", "verify", "config"] {
                #expect(help.contains("  \(word) "))
            }
            for code in [0, 1, 64, 69, 74, 78] { #expect(help.contains("\(code) ")) }
        }

        @Test func `help changes nothing`() throws {
            let folder = try Folder()
            _ = try folder.danvan("serve", "--help")
            #expect(!folder.exists("data"))
        }

        @Test func `the help of token issue lists the roles`() throws {
            let help = try Folder().danvan("token", "issue", "--help").output
            #expect(help.contains("hamlet_head") && help.contains("auditor"))
        }

        @Test(arguments: [
            ["serv"], ["user", "add"], ["user", "add", "Lan", "Minh"], ["token", "revoke", "một"],
            ["token", "issue", "--user", "Lan"], ["import", "units"], ["migrate", "--datebase", "x"],
            ["token", "issue", "--user", "Lan", "--role", "clerk", "--hamlet", "một"],
        ])
        func `a wrong word on the command line ends with 64`(_ words: [String]) throws {
            let folder = try Folder()
            let ending = try Command(words, in: folder).ended()
            #expect(ending.code == 64)
            #expect(ending.errorLines.first?.hasPrefix("Error: ") == true)
            #expect(ending.output == "" && !folder.exists("data"))
        }
    }
}
