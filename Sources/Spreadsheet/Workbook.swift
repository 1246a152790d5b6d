/// The parts of a workbook: its sheets in order, and where the others are.
struct Workbook {
    struct Sheet: Hashable {
        let name: String
        /// Whether a person sees it without asking for it.
        let isVisible: Bool
        /// The name of its relationship.
        let relationship: String
    }

    let sheets: [Sheet]
    let is1904: Bool
}

/// Reads `workbook.xml`.
///
/// - Source: ECMA-376 part 1 §18.2.27 (workbook).
final class WorkbookReader: XMLPartReader {
    private var sheets: [Workbook.Sheet] = []
    private var is1904 = false
    private var isWorkbook = false

    var workbook: Workbook? { isWorkbook ? Workbook(sheets: sheets, is1904: is1904) : nil }

    func begin(_ element: XMLElement) {
        if element.name == "workbook" {
            isWorkbook = true
        } else if element.name == "workbookPr" {
            is1904 = element.flag("date1904")
        } else if element.name == "sheet", let name = element.text("name"), let id = element.relationship {
            let isVisible = element.text("state").map { $0 == "visible" } ?? true
            sheets.append(Workbook.Sheet(name: name, isVisible: isVisible, relationship: id))
        }
    }

    func end(_ name: XMLName) {}

    func append(_ text: UnsafeBufferPointer<UInt8>) {}
}

/// Where a part of the workbook points to.
struct Relationship: Hashable {
    /// The last word of its type, such as `worksheet`.
    let type: String
    /// The name of the part in the archive; nil when it is outside.
    let part: String?
}

/// Reads a part such as `workbook.xml.rels`.
///
/// - Source: ECMA-376 part 2 §6.5.3.
final class RelationshipsReader: XMLPartReader {
    private(set) var relationships: [String: Relationship] = [:]
    /// The folder of the part that points, with its steps.
    private let folder: [Substring]

    /// - Parameter part: the part that points.
    init(of part: String) { folder = part.split(separator: "/").dropLast() }

    func begin(_ element: XMLElement) {
        guard element.name == "Relationship", let id = element.text("Id"), let type = element.text("Type"),
            let target = element.text("Target"), element.text("TargetMode") != "External"
        else { return }
        let word = type.split(separator: "/").last.map { String($0) } ?? ""
        relationships[id] = Relationship(type: word, part: part(of: target))
    }

    func end(_ name: XMLName) {}

    func append(_ text: UnsafeBufferPointer<UInt8>) {}

    /// The part at `target`, which is below the folder, or below the root when it begins with a slash.
    private func part(of target: String) -> String? {
        var steps = target.hasPrefix("/") ? [] : folder
        for step in target.split(separator: "/") {
            switch step {
            case ".": break
            case "..": if steps.popLast() == nil { return nil }
            default: steps.append(step)
            }
        }
        return steps.joined(separator: "/")
    }
}
