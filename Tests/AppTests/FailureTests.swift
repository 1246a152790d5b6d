import API
import ArgumentParser
import Domain
import Network
import SQLite
import Store
import Testing

@testable import App

@Suite struct FailureTests {
    /// The exit code of `exitingOnError` when its body throws `error`.
    private func code(of error: any Error) -> Int32? {
        do {
            try exitingOnError { throw error }
            return nil
        } catch let exit as ExitCode {
            return exit.rawValue
        } catch {
            return nil
        }
    }

    @Test func `a success is not reported`() throws {
        try exitingOnError {}
    }

    @Test func `an exit code is passed through`() {
        #expect(code(of: ExitCode(7)) == 7)
    }

    @Test(arguments: [
        OpeningError.inUse(path: "a"), .cannotOpen(path: "a", reason: "b"), .migrationChanged(name: "a"),
        .migrationUnknown(name: "a"), .newer(path: "a", version: 3, known: 2), .foreign(path: "a"),
        .migrationFailed(name: "a", reason: "b"), .missing(path: "a"), .linked(path: "a"),
        .outdated(path: "a", version: 1, needed: 2), .notCopied(path: "a", reason: "b"),
        .ownSource(path: "a"),
    ])
    func `every opening error has its exit code and one line`(_ error: OpeningError) {
        let expected: Int32 =
            switch error {
            case .ownSource: 64
            case .inUse: 69
            case .cannotOpen, .missing, .linked, .migrationFailed, .notCopied: 74
            case .migrationChanged, .migrationUnknown, .newer, .foreign, .outdated: 78
            }
        #expect(code(of: error) == expected)
    }

    @Test(arguments: [
        NetworkError.addressInUse(.unix(path: "/a")), .addressNotAvailable(.unix(path: "/a")),
        .notPermitted(.unix(path: "/a")), .addressMalformed("a"), .pathExists(.unix(path: "/a")),
        .responderFailed(reason: "a"), .callFailed("bind", errno: 2, .unix(path: "/a")),
        .callFailed("epoll", errno: 24, nil),
    ])
    func `every listening error has its exit code`(_ error: NetworkError) {
        let expected: Int32 =
            switch error {
            case .addressInUse, .notPermitted: 69
            case .addressNotAvailable, .addressMalformed: 78
            case .pathExists, .responderFailed, .callFailed: 74
            }
        #expect(code(of: error) == expected)
    }

    @Test func `refusals and problems are data errors`() {
        #expect(code(of: Refusal.notFound(.token)) == 1)
        #expect(code(of: Problem(Refusal.alreadyExists(.user, at: .name))) == 1)
    }

    @Test func `a full disk and unexpected errors are I/O errors`() {
        #expect(code(of: StoreError.full) == 74)
        #expect(code(of: StoreError.busy) == 69)
        #expect(code(of: SQLiteError(code: 11, message: "malformed", operation: "x")) == 74)
    }

    @Test func `invalid settings are configuration errors`() {
        #expect(code(of: ConfigurationErrors(errors: [.file("a", .missing), .file("b", .notObject)])) == 78)
    }

    @Test func `the codes are those of sysexits`() {
        let codes: [Failure.Code] = [.data, .usage, .unavailable, .io, .configuration]
        #expect(codes.map(\.rawValue) == [1, 64, 69, 74, 78])
    }
}
