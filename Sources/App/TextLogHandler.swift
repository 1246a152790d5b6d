import Domain
import Logging

/// Log lines for people: time, level, message, then the metadata.
struct TextLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let facts = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        LogQueue.shared.add(
            "\(systemClock().text) \(event.level.rawValue) danvan: \(event.message)\(facts)")
    }
}
