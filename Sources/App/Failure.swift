import API
import ArgumentParser
import Domain
import Foundation
import Network
import Store

/// Why a command ended without doing its work: what to say, and the exit code.
struct Failure: Error {
    /// One line for each thing that is wrong.
    let lines: [String]
    let code: Code

    /// - Source: sysexits.h, for scripts that tell causes apart.
    enum Code: Int32 {
        /// The data has faults: a bad line in a file, a difference in the books.
        case data = 1
        /// A wrong word on the command line.
        case usage = 64
        /// Somebody else uses the file, the address or the port.
        case unavailable = 69
        /// A file cannot be read or written.
        case io = 74
        case configuration = 78
    }

    init(_ code: Code, _ lines: [String]) {
        self.lines = lines
        self.code = code
    }

    init(_ code: Code, _ line: String) { self.init(code, [line]) }
}

/// Runs `body`; what it throws becomes lines on standard error and the exit code.
func exitingOnError(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch let exit as ExitCode {
        throw exit
    } catch {
        let failure = Failure(describing: error)
        for line in failure.lines { printError("danvan: \(line)") }
        throw ExitCode(failure.code.rawValue)
    }
}

/// One line on standard error.
func printError(_ line: String) {
    // Nobody is left to tell when standard error is closed.
    try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
}

extension Failure {
    fileprivate init(describing error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as OpeningError: self.init(error)
        case let error as NetworkError: self.init(error)
        case let error as ConfigurationErrors: self.init(.configuration, error.lines)
        case let refusal as Refusal: self.init(.data, Problem(refusal as any Error).lines(in: .vietnamese))
        case let problem as Problem: self.init(.data, problem.lines(in: .vietnamese))
        case StoreError.full: self.init(.io, "Ổ đĩa đầy: chưa ghi gì.")
        default: self.init(.io, "Không làm được: \(error)")
        }
    }

    private init(_ error: OpeningError) {
        switch error {
        case .inUse(let path):
            self.init(
                .unavailable, "Tệp \(path) đang được một chương trình danvan khác dùng; hãy dừng nó trước.")
        case .unreachable(let path, let reason): self.init(.io, "Không mở được \(path): \(reason).")
        case .migrationsMissing(let folder):
            self.init(
                .configuration,
                "Không thấy thư mục migrations tại \(folder); hãy đặt database.migrations_path.")
        case .migrationChanged(let name):
            self.init(
                .configuration, "Tệp migrations/\(name) đã bị sửa sau khi áp dụng; hãy lấy lại bản gốc.")
        case .migrationUnknown(let name):
            self.init(
                .configuration,
                "Dữ liệu đã dùng \(name) mà bản chương trình này không có; hãy cài bản mới hơn.")
        case .migrationMisnamed(let name):
            self.init(.configuration, "Tệp \(name) không đúng tên NNNN_tên.sql hoặc không đúng thứ tự.")
        case .missing(let path): self.init(.io, "Không có tệp \(path).")
        case .outdated(let path, let missing):
            self.init(
                .configuration,
                "Tệp \(path) thuộc bản cũ, còn thiếu \(missing) bước; hãy chạy danvan migrate trước.")
        case .migrationFailed(let name, let reason):
            self.init(.io, "Không áp dụng được \(name): \(reason). Dữ liệu giữ nguyên như trước.")
        }
    }

    private init(_ error: NetworkError) {
        switch error {
        case .addressInUse(let listener):
            self.init(.unavailable, "Địa chỉ \(listener) đang có chương trình khác dùng; hãy chọn cổng khác.")
        case .addressNotAvailable(let listener):
            self.init(.configuration, "Máy này không có địa chỉ \(listener).")
        case .notPermitted(let listener):
            self.init(
                .unavailable,
                "Không được phép mở \(listener); cổng dưới 1024 cần quyền, hãy chọn cổng cao hơn.")
        case .addressMalformed(let text):
            self.init(
                .configuration, "Địa chỉ '\(text)' không đúng: cần SỐ-IP:CỔNG, [IPv6]:CỔNG hoặc unix:/tệp.")
        case .pathTaken(let listener): self.init(.io, "Tại \(listener) đã có một tệp không phải socket.")
        case .responderFailed(let reason): self.init(.io, "Không mở được dữ liệu để đọc: \(reason).")
        case .callFailed(let call, let errno, let listener):
            let place = listener.map { " tại \($0)" } ?? ""
            self.init(.io, "Hệ điều hành từ chối \(call)\(place): \(String(cString: strerror(errno))).")
        }
    }
}
