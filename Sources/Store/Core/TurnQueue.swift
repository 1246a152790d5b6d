/// Elements that wait, taken in turns of their clients: whoever has many waiting does not keep others from theirs.
///
/// The elements of one client stay in order; those without a client are one client's.
/// - Source: Nagle, On Packet Switches with Infinite Storage (RFC 970), whose round-robin this is.
package struct TurnQueue<Client: Hashable & Sendable, Element: Sendable>: Sendable {
    private struct Line: Sendable {
        /// The next one last.
        var leaving: [Element] = []
        var arrived: [Element] = []

        var count: Int { leaving.count + arrived.count }

        mutating func next() -> Element? {
            if leaving.isEmpty {
                leaving = arrived.reversed()
                arrived = []
            }
            return leaving.popLast()
        }
    }

    private var lines: [Client?: Line] = [:]
    /// The clients with waiting elements, the next one first.
    private var turns: [Client?] = []
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    package func count(of client: Client?) -> Int { lines[client]?.count ?? 0 }

    package mutating func append(_ element: Element, of client: Client?) {
        if lines[client] == nil { turns.append(client) }
        lines[client, default: Line()].arrived.append(element)
        count += 1
    }

    /// Puts back an element that was taken, as the next one of its client, whose turn it is.
    package mutating func putBack(_ element: Element, of client: Client?) {
        if lines[client] == nil { turns.insert(client, at: 0) }
        lines[client, default: Line()].leaving.append(element)
        count += 1
    }

    /// Takes the next element of the client whose turn it is, among those that `isAsked` accepts; nil when there is none.
    package mutating func next(_ isAsked: (Client?) -> Bool = { _ in true }) -> Element? {
        guard let place = turns.firstIndex(where: isAsked) else { return nil }
        let client = turns.remove(at: place)
        guard var line = lines.removeValue(forKey: client), let element = line.next() else {
            preconditionFailure("a client without an element has no turn")
        }
        count -= 1
        if line.count > 0 {
            lines[client] = line
            turns.append(client)
        }
        return element
    }
}
