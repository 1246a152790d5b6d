import CExpat
import Glibc

/// What is done with the elements of a part of a workbook.
protocol XMLPartReader: AnyObject {
    func begin(_ element: XMLElement) throws(SpreadsheetError)
    func end(_ name: XMLName) throws(SpreadsheetError)
    /// A piece of the text of the innermost element, in UTF-8.
    func append(_ text: UnsafeBufferPointer<UInt8>) throws(SpreadsheetError)
}

/// A name without its prefix: programs choose their prefixes, and the parts that are read need no namespaces.
///
/// Valid only during the call that passes it.
struct XMLName {
    fileprivate let local: UnsafePointer<CChar>

    fileprivate init(_ name: UnsafePointer<CChar>) {
        local = strchr(name, Int32(UInt8(ascii: ":"))).map { UnsafePointer($0.advanced(by: 1)) } ?? name
    }

    /// The name with its prefix.
    fileprivate init(whole name: UnsafePointer<CChar>) { local = name }

    static func == (name: XMLName, text: StaticString) -> Bool {
        text.withUTF8Buffer { buffer in
            // The zero at the end of a shorter name differs from every byte.
            for (index, byte) in buffer.enumerated() where UInt8(bitPattern: name.local[index]) != byte {
                return false
            }
            return name.local[buffer.count] == 0
        }
    }
}

/// The start of an element; valid only during the call that passes it.
struct XMLElement {
    let name: XMLName
    /// Names and values in turn, then nil.
    fileprivate let attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?

    /// The value of the attribute with this name and without a prefix.
    func text(_ name: StaticString) -> String? { value(name).map { String(cString: $0) } }

    /// The name of a relationship: the attribute `id`, with any prefix but that of declarations.
    var relationship: String? {
        guard var pair = attributes else { return nil }
        while let attribute = pair[0] {
            let name = XMLName(attribute)
            if name.local != attribute, name == "id", strncmp(attribute, "xmlns:", 6) != 0 {
                return pair[1].map { String(cString: $0) }
            }
            pair = pair.advanced(by: 2)
        }
        return nil
    }

    /// A whole number without a sign; nil when there is none.
    func number(_ name: StaticString) -> Int? {
        guard let value = value(name), value[0] != 0 else { return nil }
        var (number, index) = (0, 0)
        while value[index] != 0 {
            guard case let digit = Int(value[index]) - 0x30, (0...9).contains(digit), index < 15 else {
                return nil
            }
            number = number * 10 + digit
            index += 1
        }
        return number
    }

    /// True for `1` and `true`.
    func flag(_ name: StaticString) -> Bool { ["1", "true"].contains(text(name)) }

    private func value(_ name: StaticString) -> UnsafePointer<CChar>? {
        guard var pair = attributes else { return nil }
        while let attribute = pair[0] {
            if XMLName(whole: attribute) == name { return pair[1] }
            pair = pair.advanced(by: 2)
        }
        return nil
    }
}

/// Parses a part piece by piece; one with a document type is refused, so that nothing is ever expanded or fetched.
///
/// - Source: Expat 2.5 reference; ECMA-376 part 2 §6.2.5 (no document types in packages).
final class XMLPartParser {
    private let parser: OpaquePointer
    private let reader: any XMLPartReader
    private let part: String
    private let nestingMax: Int
    private var nesting = 0
    private var fault: SpreadsheetError?
    /// The bytes since the last element or text: Expat 2.5 reads an unfinished token again with every piece.
    ///
    /// - Source: CVE-2023-52425.
    private var silentBytesCount = 0
    private let silentBytesMax = 256 * 1024

    init(_ part: String, by reader: any XMLPartReader, limits: SpreadsheetLimits) throws(SpreadsheetError) {
        guard let parser = XML_ParserCreate(nil) else { throw .unwritten("no memory for Expat") }
        (self.parser, self.reader, self.part) = (parser, reader, part)
        nestingMax = limits.nestingMax
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser, { XMLPartParser.of($0)?.begin($1, $2) }, { XMLPartParser.of($0)?.end($1) })
        XML_SetCharacterDataHandler(parser) { XMLPartParser.of($0)?.append($1, Int($2)) }
        XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in
            XMLPartParser.of(user)?.refuseDocumentType()
        }
    }

    deinit { XML_ParserFree(parser) }

    /// Parses the next bytes.
    ///
    /// - Parameters:
    ///   - piece: at most 64 KiB.
    ///   - isFinal: whether the part ends here.
    /// - Throws: what the reader throws, or `.damaged` when the part is not well-formed.
    func parse(_ piece: UnsafeBufferPointer<UInt8>, isFinal: Bool) throws(SpreadsheetError) {
        silentBytesCount += piece.count
        let status = piece.withMemoryRebound(to: CChar.self) { bytes in
            XML_Parse(parser, bytes.baseAddress, Int32(bytes.count), isFinal ? 1 : 0)
        }
        if let fault { throw fault }
        guard status == XML_STATUS_OK, silentBytesCount <= silentBytesMax else { throw .damaged(part: part) }
    }

    private static func of(_ user: UnsafeMutableRawPointer?) -> XMLPartParser? {
        user.map { Unmanaged<XMLPartParser>.fromOpaque($0).takeUnretainedValue() }
    }

    private func begin(
        _ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        guard let name else { return }
        nesting += 1
        handle { () throws(SpreadsheetError) in
            guard nesting <= nestingMax else { throw .tooLarge(.nesting, max: nestingMax) }
            try reader.begin(XMLElement(name: XMLName(name), attributes: attributes))
        }
    }

    private func end(_ name: UnsafePointer<CChar>?) {
        guard let name else { return }
        nesting -= 1
        handle { () throws(SpreadsheetError) in try reader.end(XMLName(name)) }
    }

    private func append(_ text: UnsafePointer<CChar>?, _ count: Int) {
        guard let text else { return }
        UnsafeBufferPointer(start: text, count: count)
            .withMemoryRebound(to: UInt8.self) { bytes in
                handle { () throws(SpreadsheetError) in try reader.append(bytes) }
            }
    }

    private func refuseDocumentType() { handle { () throws(SpreadsheetError) in throw .damaged(part: part) } }

    /// Stops the parser at the first error: calls that it still makes do nothing.
    private func handle(_ body: () throws(SpreadsheetError) -> Void) {
        silentBytesCount = 0
        guard fault == nil else { return }
        do throws(SpreadsheetError) {
            try body()
        } catch {
            fault = error
            XML_StopParser(parser, 0)
        }
    }
}
