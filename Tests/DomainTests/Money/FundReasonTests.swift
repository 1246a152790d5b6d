import Domain
import Testing

/// How a fund is named in a sentence: the reason of a receipt that states none, a line of a payment of several funds.
@Suite struct FundReasonTests {
    @Test(arguments: [
        ("Đường xóm 9", "Đóng góp quỹ Đường xóm 9"), ("Quỹ đường", "Đóng góp Quỹ đường"),
        ("quỹ đường", "Đóng góp quỹ đường"), ("QUỸ ĐƯỜNG", "Đóng góp QUỸ ĐƯỜNG"), ("Quỹ", "Đóng góp Quỹ"),
        ("Qũy đường", "Đóng góp Qũy đường"), ("Quy hoạch xóm", "Đóng góp quỹ Quy hoạch xóm"),
        ("Quỹ-đường", "Đóng góp quỹ Quỹ-đường"),
    ])
    func `the word fund stands in it once`(_ name: String, _ reason: String) {
        let fund = Fund(id: Identifier(1), owner: .hamlet(Identifier(1)), name: name, version: 1)
        #expect(fund.reasonOfReceipts == reason)
        #expect("Đóng góp " + fund.nameInSentence == reason)
    }
}
