import Foundation
import Testing

@testable import Transparency

/// Proofs of another implementation with one thing changed, and whether they hold.
///
/// - Source: transparency-dev/merkle 417fb0c, testdata/inclusion and testdata/consistency: 98 of each, Apache-2.0. The
///   names are those of its files.
@Suite struct MerkleVectorTests {
    private struct Vector: Decodable {
        let name: String
        let proof: [String]
        let wantErr: Bool
        let leafIdx: UInt64?
        let treeSize: UInt64?
        let leafHash: String?
        let root: String?
        let size1: UInt64?
        let size2: UInt64?
        let root1: String?
        let root2: String?
    }

    private struct NotRepresented: Error {}

    private static func vectors(_ kind: String) throws -> [Vector] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/merkle-417fb0c.jsonl")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { try JSONDecoder().decode(Vector.self, from: Data($0.utf8)) }
            .filter { $0.name.hasPrefix(kind + "/") }
    }

    /// A hash of the vector; one of another length is none.
    private static func hash(_ text: String?) throws -> TreeHash {
        guard let text, let hash = TreeHash(base64: text.utf8) else { throw NotRepresented() }
        return hash
    }

    /// A root of the vector; for "don't care" and the like stands the hash of its words, which is equal when they are.
    private static func root(_ text: String?) throws -> TreeHash {
        guard let text else { throw NotRepresented() }
        return TreeHash(base64: text.utf8) ?? .sha256(of: Array(text.utf8))
    }

    /// A size of the vector; no tree has more leaves than an `Int64` counts.
    private static func size(_ number: UInt64?) throws -> Int64 {
        guard let number, let size = Int64(exactly: number) else { throw NotRepresented() }
        return size
    }

    private static func holds(_ check: () throws -> Void) -> Bool {
        do {
            try check()
            return true
        } catch {
            return false
        }
    }

    @Test func `98 proofs of inclusion hold or are refused as there`() throws {
        let vectors = try Self.vectors("inclusion")
        #expect(vectors.count == 98 && vectors.contains { !$0.wantErr })
        for vector in vectors {
            let holds = Self.holds {
                let proof = InclusionProof(
                    index: try Self.size(vector.leafIdx), size: try Self.size(vector.treeSize),
                    hashes: try vector.proof.map { try Self.hash($0) })
                try proof.verify(leaf: Self.hash(vector.leafHash), root: Self.root(vector.root))
            }
            #expect(holds != vector.wantErr, "\(vector.name)")
        }
    }

    /// Of the empty tree nothing is proven here, for RFC 9162 knows no such proof; a witness needs none.
    @Test func `98 proofs of consistency hold or are refused as there`() throws {
        let vectors = try Self.vectors("consistency")
        #expect(vectors.count == 98 && vectors.contains { !$0.wantErr })
        for vector in vectors {
            let holds = Self.holds {
                let proof = ConsistencyProof(
                    from: try Self.size(vector.size1), to: try Self.size(vector.size2),
                    hashes: try vector.proof.map { try Self.hash($0) })
                try proof.verify(earlierRoot: Self.root(vector.root1), laterRoot: Self.root(vector.root2))
            }
            #expect(holds == (!vector.wantErr && vector.size1 != 0), "\(vector.name)")
        }
    }
}
