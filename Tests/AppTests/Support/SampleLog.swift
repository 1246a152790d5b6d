import Foundation
import TestSupport
import Testing
import Transparency

@testable import App

/// A log over numbered entries, computed as RFC 6962 defines it, and its key.
struct SampleLog {
    let key: SigningKey
    private var leaves: [TreeHash]

    /// - Parameters:
    ///   - size: the number of entries.
    ///   - changed: the index of an entry that differs: a second history.
    ///   - key: that of the log; a fixed one by default.
    /// - Throws: not expected.
    init(size: Int = 40, changed: Int? = nil, key: SigningKey? = nil) throws {
        self.key = try key ?? SampleLog.key()
        leaves = (0..<size).map { TreeHash.leaf([UInt8($0 >> 8), UInt8($0 & 255)]) }
        if let changed { leaves[changed] = .leaf([7]) }
    }

    static func key(_ number: UInt8 = 1, _ name: String = "sodan.vn/40") throws -> SigningKey {
        let name = try #require(KeyName(name))
        return try SigningKey(name: name, type: .ed25519, seed: [UInt8](repeating: number, count: 32))
    }

    static func witnessKey(_ number: UInt8 = 2) throws -> SigningKey {
        let name = try #require(KeyName("giamsat.example/\(number)"))
        return try SigningKey(name: name, type: .cosignature, seed: [UInt8](repeating: number, count: 32))
    }

    var known: KnownLog { KnownLog(key.verifierKey) }

    func root(_ size: Int) -> TreeHash { root(0..<size) }

    func note(_ size: Int) throws -> SignedNote {
        try Checkpoint(origin: key.name, size: Int64(size), root: root(size)).signed(by: key)
    }

    func request(from: Int, to: Int) throws -> WitnessRequest {
        try WitnessRequest(oldSize: Int64(from), hashes: proof(from: from, to: to), note: note(to))
    }

    func proof(from: Int, to: Int) -> [TreeHash] { from == 0 ? [] : proof(from, in: 0..<to, isWhole: true) }

    /// As the service shows it.
    func proofText(from: Int, to: Int) -> String {
        let hashes = proof(from: from, to: to).map { "\"\($0.base64)\"" }.joined(separator: ",")
        return #"{"from":\#(from),"to":\#(to),"hashes":[\#(hashes)]}"#
    }

    private func root(_ range: Range<Int>) -> TreeHash {
        guard range.count > 1 else { return range.isEmpty ? .empty : leaves[range.lowerBound] }
        let middle = SampleLog.middle(of: range)
        return .node(root(range.lowerBound..<middle), root(middle..<range.upperBound))
    }

    private func proof(_ from: Int, in range: Range<Int>, isWhole: Bool) -> [TreeHash] {
        if from == range.upperBound { return isWhole ? [] : [root(range)] }
        let middle = SampleLog.middle(of: range)
        let (lower, upper) = (range.lowerBound..<middle, middle..<range.upperBound)
        return from <= middle
            ? proof(from, in: lower, isWhole: isWhole) + [root(upper)]
            : proof(from, in: upper, isWhole: false) + [root(lower)]
    }

    private static func middle(of range: Range<Int>) -> Int {
        var left = 1
        while left * 2 < range.count { left *= 2 }
        return range.lowerBound + left
    }
}

extension TemporaryFolder {
    /// Writes a key file and returns its path.
    func write(_ key: SigningKey, to name: String) throws -> String {
        try KeyFile(path: path(of: name)).create(key)
        return path(of: name)
    }

    /// The text of a file; empty when there is none.
    func text(of name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path(of: name)) ?? Data(), as: UTF8.self)
    }
}
