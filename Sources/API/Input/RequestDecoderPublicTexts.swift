import Domain
import JSON

/// Texts that will be public.
///
/// Each is a row of `PublicText`. They contain no number like that of identity papers or a telephone; an amount is
/// none. All but the names of donors name no household with an economic tier, which the write checks.
extension RequestDecoder {
    /// A required text that will be public.
    mutating func publicText(_ name: String, upTo lengthMax: Int) -> String {
        optionalPublicText(name, upTo: lengthMax, isRequired: true) ?? ""
    }

    /// A text that will be public.
    mutating func optionalPublicText(
        _ name: String, upTo lengthMax: Int, isRequired: Bool = false
    ) -> String? {
        let text = optionalText(name, upTo: lengthMax, isRequired: isRequired)
        checkPublic(name, text)
        return text
    }

    /// A required name that will be public and names no person.
    mutating func publicName(_ name: String, upTo lengthMax: Int) -> String {
        optionalPublicName(name, upTo: lengthMax, isRequired: true) ?? ""
    }

    /// A name that will be public and names no person.
    mutating func optionalPublicName(
        _ name: String, upTo lengthMax: Int, isRequired: Bool = false
    ) -> String? {
        let text = optionalName(name, upTo: lengthMax, isRequired: isRequired)
        checkPublic(name, text)
        return text
    }

    /// A required name that is public where its bearer gives: of a household's head or an organisation.
    mutating func donorName(_ name: String, upTo lengthMax: Int) -> String {
        optionalDonorName(name, upTo: lengthMax, isRequired: true) ?? ""
    }

    mutating func optionalDonorName(
        _ name: String, upTo lengthMax: Int, isRequired: Bool = false
    ) -> String? {
        let text = optionalName(name, upTo: lengthMax, isRequired: isRequired)
        checkNumber(name, text)
        return text
    }

    private mutating func checkPublic(_ name: String, _ text: String?) {
        checkNumber(name, text)
        recordPublicText()
        guard let text else { return }
        publicTexts.append(
            GivenPublicText(pointer: place + JSONPointer([.member(name)]).text, text: text))
    }

    private mutating func checkNumber(_ name: String, _ text: String?) {
        guard let text, PrivateData.number(in: text) != nil else { return }
        addError(
            name, .privateData,
            Sentence(
                vi: "có số như số định danh hoặc số điện thoại; nội dung này được công khai",
                en: "contains a number like an identity or telephone number; this text is public"))
    }
}
