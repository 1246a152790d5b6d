import Domain
import JSON
import Logging

/// Log lines as JSON, one object per line, for log collectors.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.member("time", systemClock().text)
        json.member("level", event.level.rawValue)
        json.member("message", event.message.description)
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for (name, value) in all.sorted(by: { $0.key < $1.key }) {
            json.name(dynamic: name)
            json.value(value.description)
        }
        json.endObject()
        LogQueue.shared.add(String(decoding: json.finish(), as: UTF8.self))
    }
}
