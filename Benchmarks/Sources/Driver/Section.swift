/// A part of the run that can be selected.
enum Section: String, CaseIterable {
    case throughput
    case pinned
    case frames
    case mixed
    case one
    case memory
    case idle
    case start
    case verify
    case `import`
    case places
    case scale

    static let quick: [Section] = [.throughput, .pinned, .frames]
}

/// The parameters of a run.
struct Plan {
    let isQuick: Bool
    let sections: [Section]
    let peers: [Peer]
    let rows: Int
    let scaleRows: [Int]
    let rounds: Int
    let seconds: Int
    let layout: Layout

    var data: DataSet { DataSet(rows: rows, layout: layout) }

    func take(_ section: Section, into record: inout Record) throws {
        printError("\(section.rawValue)…")
        switch section {
        case .throughput: try takeThroughput(into: &record)
        case .pinned: try takePinned(into: &record)
        case .frames: try takeFrames(into: &record)
        case .mixed: try takeMixed(into: &record)
        case .one: try takeOneConnection(into: &record)
        case .memory: try takeMemory(into: &record)
        case .idle: try takeIdle(into: &record)
        case .start: try takeStart(into: &record)
        case .verify: try takeVerify(into: &record)
        case .import: try takeImport(into: &record)
        case .places: try takePlaces(into: &record)
        case .scale: try takeScale(into: &record)
        }
    }
}
