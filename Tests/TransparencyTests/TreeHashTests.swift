import Testing

@testable import Transparency

@Suite struct TreeHashTests {
    /// - Source: transparency-dev/merkle 417fb0c, testonly/constants.go.
    @Test func `the eight roots of the reference tree`() {
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        var edge = TreeEdge()
        for (entry, root) in zip(SampleTree.eightEntries, roots) {
            #expect(edge.append(.leaf(entry)).isEmpty)
            #expect(hexadecimal(edge.root) == root)
        }
    }

    /// - Source: RFC 6962 §2.1; FIPS 180-4 for nothing and "abc".
    @Test func `empty trees and plain hashes`() {
        #expect(
            hexadecimal(TreeHash.empty) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(TreeEdge().root == .empty)
        #expect(
            hexadecimal(TreeHash.sha256(of: Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `bytes and base64 give the hash again`() throws {
        let hash = TreeHash.leaf([1, 2, 3])
        #expect(TreeHash(hash.bytes) == hash)
        #expect(TreeHash(base64: hash.base64.utf8) == hash)
        #expect(hash.base64.utf8.count == 44)
        #expect(TreeHash(hash.bytes.dropLast()) == nil && TreeHash(hash.bytes + [0]) == nil)
        #expect(TreeHash(base64: Base64.text(of: hash.bytes + [0]).utf8) == nil)
        #expect(TreeHash(base64: "".utf8) == nil)
    }

    @Test func `the order of two hashes and each bit matter`() throws {
        let left = TreeHash.leaf([1])
        let right = TreeHash.leaf([2])
        #expect(TreeHash.node(left, right) != .node(right, left))
        for bit in 0..<256 {
            var bytes = left.bytes
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try #require(TreeHash(bytes)) != left)
        }
    }

    /// - Source: RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `base64 as the RFC gives it`(_ plain: String, _ text: String) {
        #expect(Base64.text(of: Array(plain.utf8)) == text)
        #expect(Base64.bytes(of: text.utf8) == Array(plain.utf8))
    }

    @Test(arguments: [
        "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "=", "====", "Z===", "Zg==Zg==", "Zm8=Zm8=", "Zg==\n", " Zg==",
        "Zm9-",
        "Zm9_", "Zm9v\n", "Zm=v", "Zm9v====", "Zmé=",
    ])
    func `base64 of another spelling is refused`(_ text: String) {
        #expect(Base64.bytes(of: text.utf8) == nil)
    }

    @Test func `every byte at every place survives base64`() {
        for length in 1...4 {
            for byte in 0...UInt8.max {
                let bytes = [UInt8](repeating: byte, count: length)
                #expect(Base64.bytes(of: Base64.text(of: bytes).utf8) == bytes)
            }
        }
    }
}

/// 64 hexadecimal digits.
private func hexadecimal(_ hash: TreeHash) -> String {
    hash.bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
}
