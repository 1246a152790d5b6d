import Domain
import Testing

@testable import App

@Suite struct CommandLineTextTests {
    @Test(arguments: [
        ("Lan", "Lan"), ("  Trần  Thị\u{A0}Lan ", "Trần Thị Lan"), ("Tra\u{302}\u{300}n", "Trần"),
    ])
    func `a name is stored in its normal form`(_ text: String, _ name: String) throws {
        #expect(try CommandLineText.name(text).utf8.elementsEqual(name.utf8))
    }

    @Test(arguments: ["", " \u{200B}", "a\u{7}", String(repeating: "ă", count: 101)])
    func `a name has 1 to 100 visible characters`(_ text: String) {
        #expect(throws: Failure.self) { try CommandLineText.name(text) }
        #expect(throws: Never.self) { try CommandLineText.name(String(repeating: "ă", count: 100)) }
    }

    @Test(arguments: ["123", "…", "Nguy?n", "Nguy\u{FFFD}n", "?ình", "A ???"])
    func `a name has letters and has lost none`(_ text: String) {
        #expect(throws: Failure.self) { try CommandLineText.name(text) }
    }

    @Test(arguments: Role.allCases) func `a role is spelled as in the API`(_ role: Role) throws {
        #expect(try CommandLineText.role(role.rawValue) == role)
    }

    @Test(arguments: ["", "Clerk", "hamletHead", "king"]) func `an unknown role is refused with a list`(
        _ text: String
    ) {
        do {
            _ = try CommandLineText.role(text)
            Issue.record("no failure")
        } catch let failure as Failure {
            #expect(failure.code == .usage)
            #expect(Role.allCases.allSatisfy { failure.lines.joined().contains($0.rawValue) })
        } catch {
            Issue.record(error)
        }
    }
}
