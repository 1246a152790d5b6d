import Domain
import Testing

@Suite struct PaperFormTests {
    private func form(_ form: String, _ heading: String = "A", _ signers: String = "A; B; C") -> PaperForm? {
        PaperForm(form: form, heading: heading, signers: signers, budgetCode: "none")
    }

    @Test func `a form has a number and perhaps what issued it`() {
        #expect(form("S07-X; Thông tư 70")?.number == form("S07-X;Thông tư 70")?.number)
        #expect(form("S07-X; Thông tư 70")?.number?.issuingText == "Thông tư 70")
        #expect(form("S07-X")?.number?.text == "S07-X" && form("S07-X")?.number?.issuingText == nil)
        #expect(form("none") != nil && form("none")?.number == nil)
    }

    @Test(arguments: ["", ";", "A;", "A; B; C", "A; A"]) func `another value is no form`(_ value: String) {
        #expect(form(value) == nil && !PaperForm.isForm(value))
    }

    @Test func `each paper has a form and signers of its own kind`() {
        let papers = PaperForm.Paper.allCases
        #expect(Set(papers.map(\.form)).count == papers.count)
        #expect(papers.allSatisfy { $0.form.format == .paperForm && $0.signers.format == .voucherSigners })
    }
}
