import Domain
import Testing

@Suite struct PaymentCodeTests {
    private static let numbers: [Int64] = [1, 2, 31, 32, 33, 1023, 1024, 99_999, 1_000_000_007, 1 << 59]

    private static func codes(of number: Int64) -> [PaymentCode] {
        [PaymentCode(.pledge(Identifier(number))), PaymentCode(.fund(Identifier(number)))]
    }

    @Test(arguments: numbers)
    func `a code is short, of letters and digits, and names what it was made for`(_ number: Int64) {
        for code in Self.codes(of: number) {
            #expect(PaymentCode(text: code.text) == code)
            #expect(PaymentCode.found(in: code.text) == [code])
            #expect(code.text.utf8.count <= (number < 1 << 20 ? 10 : 18))
            #expect(code.text.wholeMatch(of: /DV[DQ][0-9A-Z]+/) != nil)
        }
    }

    private static let memos = [
        "CODE", "code", "C O D E", "MBVCB.3278907687.CODE.CT tu 0123456789 NGUYEN VAN A toi 3600205123456",
        "ung hoCODEcam on", "nop quy (CODE)", "C.O-D_E", "ĐVĐ CODE", "CODE CODE",
    ]

    @Test(arguments: memos)
    func `banks change case, put spaces and write around a code`(_ form: String) {
        let code = PaymentCode(.pledge(Identifier(1234)))
        let text = code.text
        let memo =
            form
            .replacing("C O D E", with: text.map(String.init).joined(separator: " "))
            .replacing("C.O-D_E", with: text.map(String.init).joined(separator: "-"))
            .replacing("code", with: text.lowercased())
            .replacing("CODE", with: text)
        #expect(PaymentCode.found(in: memo) == [code], "\(memo)")
    }

    @Test func `Đ is read as D, O as 0, and I and L as 1`() {
        let code = PaymentCode(.pledge(Identifier(32)))
        #expect(code.text.contains("0") && code.text.contains("1"))
        #expect(PaymentCode.found(in: code.text.replacing("D", with: "Đ")) == [code])
        let digits = code.text.dropFirst(3)
        #expect(PaymentCode.found(in: "DVD" + digits.replacing("0", with: "O")) == [code])
        #expect(PaymentCode.found(in: "DVD" + digits.replacing("1", with: "l")) == [code])
    }

    @Test(arguments: numbers)
    func `one wrong digit or two exchanged ones are no code of anything else`(_ number: Int64) {
        for code in Self.codes(of: number) {
            let letters = Array(code.text.utf8)
            for place in 4..<letters.count {
                for letter in Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8) where letter != letters[place] {
                    var wrong = letters
                    wrong[place] = letter
                    #expect(PaymentCode(text: String(decoding: wrong, as: UTF8.self)) == nil)
                }
                guard place + 1 < letters.count - 2, letters[place] != letters[place + 1] else { continue }
                var exchanged = letters
                exchanged.swapAt(place, place + 1)
                #expect(PaymentCode(text: String(decoding: exchanged, as: UTF8.self)) == nil)
            }
        }
    }

    @Test(arguments: [
        "", "DV", "DVD", "DVD1", "DVX11AA", "DVD0AA", "Nộp quỹ đường", "DVDVDVDV", "DVDZZZZZZZZZZZZ",
    ])
    func `other text has no code`(_ memo: String) {
        #expect(PaymentCode.found(in: memo) == [])
    }

    @Test func `several codes are found in their order, each once`() {
        let (first, second) = (PaymentCode(.fund(Identifier(2))), PaymentCode(.pledge(Identifier(7))))
        let memo = "nop \(first.text) va \(second.text), \(first.text)"
        #expect(PaymentCode.found(in: memo) == [first, second])
    }
}
