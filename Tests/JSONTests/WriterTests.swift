import JSON
import Testing

@Suite struct WriterTests {
    @Test func `commas and colons are inserted between members and elements`() {
        let text = written { writer in
            writer.beginObject()
            writer.name("a")
            writer.beginArray()
            writer.value(1)
            writer.value("x")
            writer.beginObject()
            writer.endObject()
            writer.beginArray()
            writer.endArray()
            writer.null()
            writer.endArray()
            writer.name("b")
            writer.value(true)
            writer.name(dynamic: "c")
            writer.value(false)
            writer.endObject()
        }
        #expect(text == #"{"a":[1,"x",{},[],null],"b":true,"c":false}"#)
    }

    @Test func `a member call writes a name and its value`() {
        let (missingInteger, missingString): (Int64?, String?) = (nil, nil)
        let text = written { writer in
            writer.beginObject()
            writer.member("integer", Int64.min)
            writer.member("count", [1, 2].count)
            writer.member("literal", 5)
            writer.member("string", "Đông")
            writer.member("bool", true)
            writer.member("no_integer", missingInteger)
            writer.member("no_string", missingString)
            writer.member("some_integer", Optional(Int64(7)))
            writer.member("some_string", Optional("s"))
            writer.endObject()
        }
        let expected = """
            {"integer":-9223372036854775808,"count":2,"literal":5,"string":"Đông","bool":true,\
            "no_integer":null,"no_string":null,"some_integer":7,"some_string":"s"}
            """
        #expect(text == expected)
    }

    @Test(
        arguments: [
            0, 1, -1, 9, 10, -10, 99, 100, 999_999_999, 9_007_199_254_740_991, -9_007_199_254_740_993,
            .max, .max - 1, .min, .min + 1,
        ] as [Int64]
    )
    func `integers are written in decimal`(_ integer: Int64) {
        #expect(written { $0.value(integer) } == String(integer))
        #expect(written { $0.value(Int(integer)) } == String(integer))
    }

    @Test(arguments: 0..<19)
    func `each power of ten is written with all its digits`(_ zeroCount: Int) {
        let power = (0..<zeroCount).reduce(Int64(1)) { power, _ in power * 10 }
        for integer in [power, power - 1, -power] {
            #expect(written { $0.value(integer) } == String(integer))
        }
    }

    @Test(arguments: [
        ("", #""""#),
        ("a\"b", #""a\"b""#),
        ("\\", #""\\""#),
        ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#),
        ("\u{0}\u{1}\u{B}\u{F}\u{10}\u{1F}", #""\u0000\u0001\u000b\u000f\u0010\u001f""#),
        ("/<>&'\u{7F}", "\"/<>&'\u{7F}\""),
        ("\u{2028}\u{2029}\u{FEFF}", "\"\u{2028}\u{2029}\u{FEFF}\""),
        ("Đường bê tông 🌾", #""Đường bê tông 🌾""#),
        ("một dòng\nvà một dòng nữa", #""một dòng\nvà một dòng nữa""#),
    ])
    func `strings get the required escapes and no others`(_ string: String, _ expected: String) {
        #expect(written { $0.value(string) } == expected)
        #expect(written { $0.value(.string(string)) } == expected)
        let object = written { writer in
            writer.beginObject()
            writer.name(dynamic: string)
            writer.null()
            writer.endObject()
        }
        #expect(object == "{\(expected):null}")
    }

    @Test(arguments: 0..<40)
    func `an escape is written at every offset of a long string`(_ count: Int) {
        let filler = String(repeating: "x", count: count)
        #expect(written { $0.value(filler) } == "\"\(filler)\"")
        #expect(written { $0.value(filler + "\n\"") } == "\"\(filler)\\n\\\"\"")
        #expect(written { $0.value(filler + "\u{1F}éxxxxxxxx") } == "\"\(filler)\\u001féxxxxxxxx\"")
    }

    @Test func `a substring and a string built in pieces are written in full`() {
        let whole = "Thôn Đông Hạ, xã An Bình"
        #expect(written { $0.value(String(whole.dropFirst(5).prefix(7))) } == #""Đông Hạ""#)
        #expect(written { $0.value(whole.map(String.init).joined()) } == "\"\(whole)\"")
    }

    @Test func `a raw value is written unchanged`() {
        let text = written { writer in
            writer.beginArray()
            writer.raw(Array(#"{"a": 1}"#.utf8))
            writer.raw(Array("2.50".utf8))
            writer.endArray()
        }
        #expect(text == #"[{"a": 1},2.50]"#)
    }

    @Test func `a value is written in its own order and number format`() throws {
        let text = #"{"b":[1,-0,1.50,1e3,true,false,null,"x\n"],"a":{}}"#
        #expect(written { $0.value(.null) } == "null")
        let value = try parsedValue(of: text)
        #expect(written { $0.value(value) } == text)
    }

    @Test func `top-level values are separated by newlines`() {
        let text = written { writer in
            for row in 1...3 {
                writer.beginObject()
                writer.member("row", row)
                writer.endObject()
                writer.newline()
            }
        }
        #expect(text == "{\"row\":1}\n{\"row\":2}\n{\"row\":3}\n")
    }

    @Test func `the bytes written so far are readable`() {
        var writer = JSONWriter()
        writer.beginArray()
        #expect(writer.bytes == Array("[".utf8))
        writer.endArray()
        #expect(writer.finish() == Array("[]".utf8))
        #expect(JSONWriter().finish().isEmpty)
    }

    @Test func `64 arrays may be open at once`() {
        let text = written { writer in
            for _ in 0..<JSONWriter.depthMax { writer.beginArray() }
            for _ in 0..<JSONWriter.depthMax { writer.endArray() }
        }
        #expect(text == String(repeating: "[", count: 64) + String(repeating: "]", count: 64))
    }
}
