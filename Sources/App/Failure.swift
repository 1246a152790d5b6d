import API
import ArgumentParser
import Domain
import Foundation
import Network
import Store

/// The reason why a command failed: its messages and exit code.
struct Failure: Error {
    /// One line for each error.
    let lines: [String]
    let code: Code

    /// - Source: sysexits.h, for scripts that distinguish causes.
    enum Code: Int32 {
        /// Errors in the data: an invalid row in a file, a discrepancy in the books.
        case data = 1
        /// An invalid argument on the command line.
        case usage = 64
        /// Another process uses the file, the address or the port.
        case unavailable = 69
        /// A file cannot be read or written.
        case io = 74
        case configuration = 78

        /// The service is not ready: what the health check of a container takes for unhealthy.
        static let notReady = Code.data
    }

    init(_ code: Code, _ lines: [String]) {
        self.lines = lines
        self.code = code
    }

    init(_ code: Code, _ line: String) { self.init(code, [line]) }
}

/// Runs `body` and turns an error into lines on standard error and the exit code.
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

/// Prints one line on standard error.
func printError(_ line: String) {
    // A closed standard error leaves nobody to tell.
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
        case StoreError.clockBehind(let now, let last):
            self.init(
                .unavailable,
                "Đồng hồ máy này (\(now.text)) chạy sau dòng sổ cuối (\(last.text)); hãy chỉnh giờ rồi làm lại."
            )
        case StoreError.full: self.init(.io, "Ổ đĩa đầy: chưa ghi gì.")
        case StoreError.busy: self.init(.unavailable, "Tệp dữ liệu đang bị khóa; hãy thử lại sau giây lát.")
        default:
            let reason = StoreError.reason(of: error).map { translated($0) } ?? "\(error)"
            self.init(.io, "Không làm được: \(reason).")
        }
    }

    private init(_ error: OpeningError) {
        switch error {
        case .inUse(let path):
            self.init(
                .unavailable, "Tệp \(path) đang được một chương trình danvan khác dùng; hãy dừng nó trước.")
        case .cannotOpen(let path, let reason):
            self.init(.io, "Không mở được \(path): \(translated(reason)).")
        case .migrationChanged(let name):
            self.init(
                .configuration,
                "Dữ liệu đã dùng bước \(name) khác với bước của chương trình này; hãy dùng đúng bản chương trình đã tạo tệp."
            )
        case .migrationUnknown(let name):
            self.init(
                .configuration,
                "Dữ liệu đã dùng bước \(name) mà chương trình này không có; hãy dùng đúng bản chương trình đã tạo tệp."
            )
        case .newer(let path, let version, let known):
            self.init(
                .configuration,
                "Tệp \(path) ở phiên bản \(version), mới hơn chương trình (phiên bản \(known)); hãy cài bản mới hơn."
            )
        case .foreign(let path):
            self.init(
                .configuration, "Tệp \(path) là cơ sở dữ liệu của chương trình khác; hãy sửa database.path.")
        case .ownSource(let path):
            self.init(
                .usage, "\(path) là chính tệp dữ liệu, hoặc tệp tạm của lệnh này; hãy chỉ ra bản sao lưu.")
        case .missing(let path):
            self.init(.io, "Không có tệp \(path). Sổ mới: chạy danvan migrate; sổ đã có: sửa database.path.")
        case .linked(let path):
            self.init(
                .io, "\(path) là liên kết, hoặc tệp còn tên khác; hãy dùng đúng một tên của tệp.")
        case .outdated(let path, let version, let needed):
            self.init(
                .configuration,
                "Tệp \(path) ở phiên bản \(version), chương trình cần phiên bản \(needed); hãy chạy danvan migrate trước."
            )
        case .notCopied(let path, let reason):
            self.init(
                .io,
                "Không sao được \(path) trước khi nâng cấp: \(translated(reason)). Dữ liệu giữ nguyên như trước."
            )
        case .migrationFailed(let name, let reason):
            self.init(.io, "Không áp dụng được \(name) (\(reason)). Dữ liệu giữ nguyên như trước.")
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
        case .pathExists(let listener): self.init(.io, "Tại \(listener) đã có một tệp không phải socket.")
        case .responderFailed(let reason): self.init(.io, "Không mở được dữ liệu để đọc: \(reason).")
        case .callFailed(let call, let errno, let listener):
            let place = listener.map { " tại \($0)" } ?? ""
            let reason = translated(String(cString: strerror(errno)))
            self.init(.io, "Hệ điều hành từ chối \(call)\(place): \(reason).")
        }
    }
}

/// What the system or SQLite says of a file, in Vietnamese; a message that is not known stays as it is, in quotes.
func translated(_ reason: String) -> String {
    switch reason {
    case "Permission denied", "Operation not permitted": "không có quyền"
    case "No such file or directory": "không có tệp hoặc thư mục này"
    case "Not a directory": "đường dẫn đi qua một tệp, không phải thư mục"
    case "Is a directory": "đây là thư mục, không phải tệp"
    case "Read-only file system": "ổ đĩa chỉ cho đọc"
    case "No space left on device": "ổ đĩa đầy"
    case "Too many open files": "quá nhiều tệp đang mở"
    case "File name too long": "tên quá dài"
    case "unable to open database file": "không mở được tệp dữ liệu"
    case "file is not a database": "tệp này không phải cơ sở dữ liệu"
    case "attempt to write a readonly database": "tệp chỉ cho đọc"
    case "disk I/O error": "lỗi đọc hoặc ghi đĩa"
    case "database disk image is malformed": "tệp dữ liệu bị hỏng"
    case "database is locked": "tệp dữ liệu đang bị khóa"
    case "database or disk is full": "ổ đĩa đầy"
    case "File exists": "đã có tệp này"
    case "Connection refused": "không có chương trình nào nhận kết nối"
    case "Text file busy": "tệp đang được chạy"
    case "Input/output error": "lỗi đọc hoặc ghi đĩa"
    case "Disk quota exceeded": "hết hạn mức đĩa"
    case "File too large": "tệp quá lớn"
    case "Too many levels of symbolic links": "đường dẫn là liên kết"
    default: "'\(reason)'"
    }
}
