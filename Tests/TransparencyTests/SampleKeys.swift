import Testing

@testable import Transparency

/// The keys and the checkpoint that were signed for these tests by an independent program.
enum SampleKeys {
    static func name(_ text: String) throws -> KeyName { try #require(KeyName(text)) }

    /// Seed 00…1f.
    static func log() throws -> SigningKey {
        try SigningKey(name: name("danvan.example/40"), type: .ed25519, seed: Array(0...0x1F))
    }

    /// Seed 20…3f.
    static func witness() throws -> SigningKey {
        try SigningKey(name: name("giamsat.example/nghi-phu"), type: .cosignature, seed: Array(0x20...0x3F))
    }

    /// Another key for every number.
    static func stranger(
        _ number: UInt8, name text: String = "stranger.example", type: SignatureType = .cosignature
    ) throws -> SigningKey {
        try SigningKey(name: name(text), type: type, seed: [UInt8](repeating: number, count: 32))
    }

    static let logText = "danvan.example/40+19030554+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"

    static let witnessText =
        "giamsat.example/nghi-phu+10390cd6+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"

    /// Over the eight entries of `SampleTree`, cosigned at 1,790,000,000.
    static let checkpoint = """
        danvan.example/40
        8
        XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

        — danvan.example/40 GQMFVFFE5myFI4uw0p9aEjPaNnpy3OWdQjfdAsLLf8hrH5JbGgmqVQ4VEfonilqBU3UQe65QMLiXAVzpT1J93+g3Gg8=
        — giamsat.example/nghi-phu EDkM1gAAAABqsTuAMSvQc/1EoDktnBGQPgDRQIRdZmGtRTNAvS9kUf9WDQdxSssrTWgiFrDC26rKgy+KMzyPzXrpDFpY2R7deVXRCA==

        """

    /// The checkpoint of `size` entries of `tree`, signed by the log.
    static func note(_ tree: SampleTree, size: Int) throws -> SignedNote {
        let log = try log()
        return try Checkpoint(origin: log.name, size: Int64(size), root: tree.root(0..<size)).signed(by: log)
    }
}
