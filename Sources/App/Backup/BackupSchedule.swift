import Dispatch
import Domain
import Foundation
import Logging
import Store

/// Backs the database up every few hours while the service runs, and removes the oldest backups.
///
/// Its thread has the lowest priority; a failure is logged and tried again at the next time.
final class BackupSchedule {
    private let timer: any DispatchSourceTimer
    private static let prefix = "danvan-"

    /// Starts the schedule; nil when `backup.every_hours` is 0.
    init?(of file: StoreFile, _ settings: Settings, logger: Logger) {
        guard settings.backup.everyHours > 0 else { return nil }
        let queue = DispatchQueue(label: "danvan.backup", qos: .background)
        let timer = DispatchSource.makeTimerSource(queue: queue)
        let interval = Double(settings.backup.everyHours) * 3600
        timer.schedule(
            deadline: .now() + BackupSchedule.secondsUntilFirst(settings, interval), repeating: interval)
        timer.setEventHandler { BackupSchedule.run(of: file, settings, logger) }
        timer.activate()
        self.timer = timer
    }

    /// A backup that runs is completed or, when the process ends, left as `.partial`.
    func stop() { timer.cancel() }

    /// The backups of the schedule in the folder, oldest first: their names sort by time.
    ///
    /// Any other file there is somebody's own, such as `danvan-truoc-sap-nhap.db`, and stays.
    static func backups(in folder: String) -> [String] { files(in: folder, suffix: ".db") }

    /// The files that the schedule named with `suffix`, in the order of their times.
    private static func files(in folder: String, suffix: String) -> [String] {
        // A folder that cannot be read has no backups: writing one will say why.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { isOfSchedule($0, suffix: suffix) }.sorted().map { folder + "/" + $0 }
    }

    /// True for `danvan-20261127-153000` and `suffix`.
    private static func isOfSchedule(_ name: String, suffix: String) -> Bool {
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return false }
        let stamp = name.dropFirst(prefix.count).dropLast(suffix.count).utf8.map { $0 }
        return stamp.count == 15
            && stamp.enumerated()
                .allSatisfy { index, byte in
                    index == 8 ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
                }
    }

    /// Removes what a backup left that was killed: the service makes one at a time, and holds the lock of the file.
    private static func removeUnfinished(in folder: String) {
        for suffix in [".db.partial", ".db.partial-journal", ".db.lock"] {
            // What cannot be removed is not in the way of the next one.
            for path in files(in: folder, suffix: suffix) { unlink(path) }
        }
        for manifest in files(in: folder, suffix: ".db.json") {
            let backup = String(manifest.dropLast(".json".count))
            if access(backup, F_OK) != 0 { unlink(manifest) }
        }
    }

    static func run(of file: StoreFile, _ settings: Settings, _ logger: Logger) {
        let (folder, now) = (settings.backup.folder, systemClock())
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            removeUnfinished(in: folder)
            let path = "\(folder)/\(prefix)\(stamp(now)).db"
            let backup = try Backup(of: file, to: path, settings, at: now)
            logger.notice(
                "backed up", metadata: ["path": "\(path)", "journal": "\(backup.manifest.position)"])
            for old in backups(in: folder).dropLast(settings.backup.keepCount) {
                try FileManager.default.removeItem(atPath: old)
                // Whoever moved a manifest away does not stop the others from being removed.
                unlink(Backup.manifestPath(of: old))
            }
        } catch let failure as Failure {
            logger.critical("backup failed", metadata: ["reason": "\(failure.lines.joined(separator: " "))"])
        } catch {
            logger.critical("backup failed", metadata: ["reason": "\(error)"])
        }
    }

    /// No time when the newest backup is older than the interval, otherwise what is left of it.
    private static func secondsUntilFirst(_ settings: Settings, _ interval: Double) -> Double {
        guard let newest = backups(in: settings.backup.folder).last,
            // Without its time the next backup is made at once.
            let attributes = try? FileManager.default.attributesOfItem(atPath: newest),
            let date = attributes[.modificationDate] as? Date
        else { return 1 }
        return max(1, interval + date.timeIntervalSinceNow)
    }
}
