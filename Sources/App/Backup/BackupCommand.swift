import ArgumentParser
import Domain
import Foundation
import Store

/// `danvan backup FILE`: a verified copy while the service runs.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Sao lưu ra TỆP khi dịch vụ vẫn chạy, kiểm tra lại bản sao, ghi bản kê TỆP.json.")

    @Argument(help: "Tệp mới, chưa có.")
    var file: String

    @OptionGroup var options: StoreOptions

    func run() throws {
        try exitingOnError {
            let settings = try options.settings().settings
            let backup = try Backup(
                of: try options.storeFile(), to: file, settings, at: systemClock())
            let manifest = backup.manifest
            print("\(file): \(manifest.bytesCount) byte, vị trí cuối \(manifest.position), đã kiểm tra.")
        }
    }
}

/// `danvan restore FILE`: puts a backup in place of the database and keeps the present file.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract:
            "Khôi phục từ bản sao lưu TỆP khi dịch vụ đang dừng; tệp hiện có được giữ lại dưới tên khác.")

    @Argument(help: "Bản sao lưu.")
    var file: String

    @Flag(help: "Chấp nhận bản sao lưu cũ hơn dữ liệu hiện có.")
    var older = false

    @Flag(help: "Chấp nhận tệp không có bản kê, hoặc do phiên bản khác ghi; sổ không được kiểm tra.")
    var unchecked = false

    @OptionGroup var options: StoreOptions

    func run() throws {
        try exitingOnError {
            let settings = try options.settings().settings
            let position = try checkedPosition(settings)
            let path = settings.database.path
            try refuseOlder(position, than: path, settings)
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let kept = try StoreFile(ofAnyVersion: file)
                .replace(path, keepingAs: path + ".before-" + stamp(systemClock()))
            print("\(path): đã khôi phục từ \(file), vị trí cuối \(position).")
            if let kept { print("Tệp trước đó: \(kept)") }
        }
    }

    /// The last position in the backup, which is complete and correct.
    ///
    /// - Throws: `Failure` when it is not.
    private func checkedPosition(_ settings: Settings) throws -> Int64 {
        guard FileManager.default.fileExists(atPath: file) else {
            throw Failure(.io, "Không có tệp \(file).")
        }
        if file.hasSuffix(".json"), Backup.manifestPath(of: String(file.dropLast(5))) == file {
            throw Failure(.usage, "\(file) là bản kê; hãy chỉ ra bản sao lưu, \(file.dropLast(5)).")
        }
        let any = StoreFile(ofAnyVersion: file, limits: settings.storeLimits)
        if let manifest = try Backup.Manifest(at: Backup.manifestPath(of: file)) {
            // Before anything is read from it: a damaged file may not even open.
            guard try any.digest().sha256 == manifest.sha256 else {
                throw Failure(
                    .data, "Bản sao lưu \(file) không đúng với bản kê: tệp đã bị thay đổi hoặc bị hỏng.")
            }
        } else if !unchecked {
            throw Failure(
                .data, "Không có bản kê \(Backup.manifestPath(of: file)); dùng --unchecked nếu vẫn muốn.")
        }
        // What is no book has no structure to look at either.
        let version = try any.version()
        guard version > 0 else { throw Failure(.data, "Tệp \(file) không phải tệp dữ liệu danvan.") }
        let errors = try any.structuralErrors()
        guard errors.isEmpty else { throw Failure(.data, ["Bản sao lưu \(file) bị hỏng:"] + errors) }
        guard unchecked || version == Migration.all.count else {
            throw Failure(
                .data,
                "Bản sao lưu \(file) ở phiên bản \(version), chương trình ở phiên bản \(Migration.all.count): "
                    + "dùng --unchecked, rồi chạy danvan migrate và danvan verify.")
        }
        if !unchecked { try Backup.check(any) }
        return try any.lastPosition()
    }

    private func refuseOlder(_ position: Int64, than path: String, _ settings: Settings) throws {
        guard !older, FileManager.default.fileExists(atPath: path) else { return }
        let present = StoreFile(ofAnyVersion: path, limits: settings.storeLimits)
        let last: Int64
        do {
            last = try present.lastPosition()
        } catch {
            throw Failure(.data, "Không đọc được \(path); dùng --older để thay tệp đó bằng bản sao lưu.")
        }
        guard position >= last else {
            throw Failure(
                .data,
                "Bản sao lưu cũ hơn: vị trí cuối \(position), dữ liệu hiện có đến \(last). Dùng --older nếu vẫn muốn."
            )
        }
    }
}

/// `20261127-153000` in Vietnam, for file names.
func stamp(_ moment: Instant) -> String {
    let local = Instant(milliseconds: moment.milliseconds + 7 * 3_600_000).text
    return String(local.filter { $0.isNumber || $0 == "T" }.replacing("T", with: "-").prefix(15))
}
