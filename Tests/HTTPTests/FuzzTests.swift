import TestSupport
import Testing

@testable import HTTP

@Suite struct FuzzTests {
    private static let pieces: [[UInt8]] = [
        "\r\n", "\n", "\r", "\r\n\r\n", ":", " ", "\t", "0", "5", "FFFFFFFFFFFFFFFF", "-1", "\u{0}", ",", ";",
        "%", "/", "?",
        "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Host: b\r\n", "Expect: 100-continue\r\n",
        "HTTP/1.0",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "0\r\n\r\n", "Ấ",
    ]
    .map { Array($0.utf8) }

    private func mutated(_ bytes: [UInt8], with generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1:
                bytes.insert(contentsOf: FuzzTests.pieces.randomElement(using: &generator) ?? [], at: place)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + 3))
            default: bytes.append(contentsOf: bytes[place...])
            }
            if bytes.isEmpty { bytes = [0] }
        }
        return bytes
    }

    @Test func `20 000 mutated requests never crash and give the same result whole and split`() {
        var generator = SeededGenerator(seed: 0x64_616E_7661_6E)
        for round in 0..<20_000 {
            let text = SplitTests.requests[round % SplitTests.requests.count]
            let bytes = mutated(Array(text.utf8), with: &generator)
            let cut = Int.random(in: 0...bytes.count, using: &generator)
            let whole = Exchange()
            whole.send(bytes)
            let inPieces = Exchange()
            inPieces.send(Array(bytes[..<cut]))
            inPieces.send(Array(bytes[cut...]))
            whole.end()
            if !inPieces.isClosed { inPieces.end() }
            guard whole.requests.map(\.path) == inPieces.requests.map(\.path),
                whole.errors == inPieces.errors,
                whole.statuses.count == whole.requests.count + whole.errors.count
            else {
                Issue.record(
                    "round \(round), cut at \(cut): \(String(decoding: bytes, as: UTF8.self).debugDescription)"
                )
                return
            }
        }
    }

    @Test func `random bytes never form a request`() {
        var generator = SeededGenerator(seed: 42)
        for _ in 0..<2_000 {
            let exchange = Exchange()
            exchange.send((0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) })
            exchange.end()
            #expect(exchange.requests.isEmpty)
        }
    }
}
