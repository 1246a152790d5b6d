import Testing

@testable import QR

@Suite struct QRCodeTests {
    private static let address = "https://thon.example.vn/v1/public/receipts/T-4X7-K2"
    private static let payload =
        "00020101021238570010A00000072701270006970405011336002051234560208QRIBFTTA5303704540715000005802VN"
        + "62230819DVK X09 H0123 P00456304F69C"

    /// Three corners have a finder pattern: 7 dark, 5 light within, 3 dark in the middle.
    ///
    /// - Source: ISO/IEC 18004, 6.3.3.
    @Test func `a code has its three finder patterns`() throws {
        let code = try QRCode(Self.address)
        let far = code.side - 7
        for (row, column) in [(0, 0), (0, far), (far, 0)] {
            let pattern = (0..<7)
                .map { line in
                    (0..<7).map { code.isDark[(row + line) * code.side + column + $0] ? "#" : "." }.joined()
                }
            #expect(
                pattern == ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"])
        }
    }

    @Test(arguments: [
        // Version 1 takes 14 bytes at level M, version 2 takes 26, version 40 takes 2331; ISO/IEC 18004, table 7.
        (14, 21), (15, 25), (26, 25), (27, 29), (2331, 177),
    ])
    func `the code is the smallest that takes the text`(_ bytesCount: Int, _ side: Int) throws {
        #expect(try QRCode(String(repeating: "a", count: bytesCount)).side == side)
    }

    @Test func `a text that no code takes is refused`() {
        #expect(throws: QRCode.Fault.empty) { try QRCode.svg(of: "", title: "A") }
        #expect(throws: QRCode.Fault.hasNull) { try QRCode.svg(of: "a\0b", title: "A") }
        for text in [String(repeating: "a", count: 2332), String(repeating: "ế", count: 778)] {
            #expect(throws: QRCode.Fault.tooLong(bytesCount: text.utf8.count)) {
                try QRCode.svg(of: text, title: "A")
            }
        }
    }

    @Test func `the image is one path with the quiet zone, and its title is escaped`() throws {
        let code = try QRCode(Self.payload)
        #expect(code.side == 37)
        let text = try QRCode.svg(of: Self.payload, title: "Mã <QR> \"\u{301}1\"").text
        #expect(
            text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 45 45\""))
        #expect(text.contains("<title>Mã &lt;QR&gt; &quot;\u{301}1&quot;</title>"))
        #expect(text.split(separator: "<").count { $0.hasPrefix("path") } == 1)
        #expect(text.contains(" d=\"M4 4.5h7M") && text.hasSuffix("\"/></svg>"))
        #expect(text.utf8.count < 9000)
    }

    /// Draws the path again, module by module.
    @Test func `the runs are the dark modules`() throws {
        for text in ["1", Self.address, Self.payload, String(repeating: "Đóng góp ", count: 60)] {
            let code = try QRCode(text)
            var drawn = [Bool](repeating: false, count: code.isDark.count)
            for row in 0..<code.side {
                for column in code.runs(inRow: row).joined() { drawn[row * code.side + column] = true }
            }
            #expect(drawn == code.isDark)
            let dark = code.isDark.count { $0 }
            #expect(dark > code.isDark.count / 3 && dark < code.isDark.count * 2 / 3)
        }
    }

    @Test func `equal texts have equal codes, from many threads at once`() async throws {
        let expected = try QRCode(Self.address)
        try await withThrowingTaskGroup(of: QRCode.self) { group in
            for _ in 0..<64 { group.addTask { try QRCode(Self.address) } }
            for try await code in group { #expect(code == expected) }
        }
    }
}
