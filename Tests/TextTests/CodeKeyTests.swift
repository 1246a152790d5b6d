import Testing

@testable import Text

@Suite struct CodeKeyTests {
    @Test(arguments: [
        "FT1", "ft 1", "F T 1", "FT-1", "ft–1", "FT.1", "FT1.", "FT_1", "FT/1", "Ft:1", "\"FT1\"", "FT1'",
        "(FT1)",
        "ＦＴ１", "FT¹", "FT①", "𝐅𝐓𝟏", "F\u{AD}T1", "FT\u{200B}1", "F\u{422}1", "F\u{3A4}1", "ꜰᴛ1", "FT\u{301}1",
    ])
    func `codes that a reader takes for one have one key`(_ code: String) {
        #expect(code.codeKey == "ft1" && code.isCode)
    }

    @Test(arguments: ["FT2", "FT11", "0FT1", "FT01", "FTl", "FT"])
    func `other letters and digits make another code, and so do zeros`(_ code: String) {
        #expect(code.codeKey != "ft1" && code.isCode)
    }

    @Test(arguments: ["\u{424}T1", "FT\u{661}", "\u{492}T1", "FT一", "-", "..", "", " ", "\u{200B}"])
    func `letters and digits of other alphabets are no code, and neither are signs alone`(_ code: String) {
        #expect(!code.isCode)
    }
}
