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

    /// The backups in the folder, oldest first: their names sort by time.
    static func backups(in folder: String) -> [String] {
        // A folder that cannot be read has no backups: writing one will say why.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix(prefix) && $0.hasSuffix(".db") }.sorted().map { folder + "/" + $0 }
    }

    static func run(of file: StoreFile, _ settings: Settings, _ logger: Logger) {
        let (folder, now) = (settings.backup.folder, systemClock())
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let path = "\(folder)/\(prefix)\(stamp(now)).db"
            let backup = try Backup(of: file, to: path, settings, at: now)
            logger.notice(
                "backed up", metadata: ["path": "\(path)", "journal": "\(backup.manifest.position)"])
            for old in backups(in: folder).dropLast(settings.backup.keepCount) {
                try FileManager.default.removeItem(atPath: old)
                try FileManager.default.removeItem(atPath: Backup.manifestPath(of: old))
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
