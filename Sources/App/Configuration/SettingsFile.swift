import Configuration
import Foundation
import JSON

/// Parses a settings file: the values of known keys, and the errors of the file.
struct SettingsFile {
    private let path: String
    private let table: [Setting]
    private var values: [String: ConfigContent] = [:]
    private var given: [String: String] = [:]
    private var unknown: [ConfigurationError] = []

    /// A file with all defaults has 2 KiB.
    static let bytesMax = 65_536

    /// The file's layer.
    static func layer(
        at path: String,
        table: [Setting]
    ) throws(ConfigurationError.FileError) -> SettingLayer {
        var file = SettingsFile(path: path, table: table)
        try file.read(bytes(at: path))
        return .file(path, values: file.values, given: file.given, unknown: file.unknown)
    }

    private init(path: String, table: [Setting]) {
        self.path = path
        self.table = table
    }

    /// Parses the file.
    ///
    /// - Parameter bytes: JSON; a leading byte order mark, as some editors write it, is ignored (RFC 8259 §8.1).
    /// - Throws: `.malformed`, `.notObject`.
    private mutating func read(_ bytes: [UInt8]) throws(ConfigurationError.FileError) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: text)
        } catch {
            throw place(of: error.offset, in: text)
        }
        guard case .object(let members) = document.root else { throw .notObject }
        unknown = document.ambiguities.map { .ambiguous(pointer: $0.pointer, in: .file(path)) }
        read(members, under: "")
    }

    /// Collects the values of `members`.
    ///
    /// - Parameters:
    ///   - members: the members of a group, or of the whole file.
    ///   - prefix: the name of the group and a dot; empty at the top level.
    private mutating func read(_ members: [JSONMember], under prefix: String) {
        for member in members {
            let key = prefix + member.name
            if member.name.contains(".") {
                unknown.append(.dotted(key, in: .file(path)))
            } else if table.contains(where: { $0.key == key }) {
                values[key] = ConfigContent(member.value)
                given[key] = ConfigurationError.shortened(written(member.value))
            } else if table.contains(where: { $0.key.hasPrefix(key + ".") }) {
                read(group: member.value, named: key)
            } else {
                unknown.append(.unknown(key, nearest: nearest(to: key), in: .file(path)))
            }
        }
    }

    private mutating func read(group: JSONValue, named name: String) {
        if case .object(let members) = group {
            read(members, under: name + ".")
        } else {
            let hasSecret = table.contains { $0.isSecret && $0.key.hasPrefix(name + ".") }
            let text = hasSecret ? Setting.mask : ConfigurationError.shortened(written(group))
            unknown.append(.notGroup(ConfigurationError.Given(key: name, text: text, origin: .file(path))))
        }
    }

    private func nearest(to key: String) -> String? {
        let groups = Set(table.compactMap { $0.key.split(separator: ".").first.map(String.init) })
        return nearestName(to: key, among: table.map(\.key) + groups.sorted())
    }
}

/// Reads at most `SettingsFile.bytesMax` bytes, so that a device or pipe cannot block the start forever.
private func bytes(at path: String) throws(ConfigurationError.FileError) -> [UInt8] {
    do {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        let data = try handle.read(upToCount: SettingsFile.bytesMax + 1) ?? Data()
        guard data.count <= SettingsFile.bytesMax else {
            throw ConfigurationError.FileError.tooLong(bytesMax: SettingsFile.bytesMax)
        }
        return Array(data)
    } catch let fileError as ConfigurationError.FileError {
        throw fileError
    } catch {
        throw ConfigurationError.FileError(error as NSError)
    }
}

extension ConfigurationError.FileError {
    /// Foundation wraps the system's error, sometimes twice.
    fileprivate init(_ error: NSError) {
        let inner = error.userInfo[NSUnderlyingErrorKey] as? NSError
        if error.domain != NSPOSIXErrorDomain, let inner {
            self.init(inner)
            return
        }
        switch (error.domain, Int32(truncatingIfNeeded: error.code)) {
        case (NSPOSIXErrorDomain, ENOENT): self = .missing
        case (NSPOSIXErrorDomain, EISDIR): self = .directory
        case (NSPOSIXErrorDomain, let cause): self = .unreadable(cause: cause)
        case (NSCocoaErrorDomain, Int32(CocoaError.Code.fileReadNoSuchFile.rawValue)): self = .missing
        default: self = .unreadable(cause: 0)
        }
    }
}

/// The error at a line and a byte within it, both counted from 1.
private func place(of offset: Int, in text: [UInt8]) -> ConfigurationError.FileError {
    let before = text.prefix(offset)
    let line = before.count { $0 == UInt8(ascii: "\n") }
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return .malformed(line: line + 1, column: offset - lineStart + 1)
}

private func written(_ value: JSONValue) -> String {
    var writer = JSONWriter()
    writer.value(value)
    return String(decoding: writer.finish(), as: UTF8.self)
}

extension ConfigContent {
    /// Nil for values that no setting has: null, a fraction, an object, a list with elements other than strings.
    fileprivate init?(_ value: JSONValue) {
        switch value {
        case .bool(let flag): self = .bool(flag)
        case .integer(let number): self = .int(Int(number))
        case .string(let text): self = .string(text)
        case .array(let elements):
            let texts = elements.compactMap(\.asText)
            guard texts.count == elements.count else { return nil }
            self = .stringArray(texts)
        case .null, .number, .object: return nil
        }
    }
}

extension JSONValue {
    fileprivate var asText: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}
