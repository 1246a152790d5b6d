/// Whether a word can be a Vietnamese syllable, by its initial, its rhyme and at most one tone.
///
/// - Source: Hoàng Phê, Từ điển chính tả tiếng Việt: 22 initials as they are spelled, about 150 rhymes.
func isVietnameseSyllable(_ word: String) -> Bool {
    var (letters, tonesCount) = (String.UnicodeScalarView(), 0)
    for scalar in word.lowercased().unicodeScalars {
        guard scalar.value < 0x80 || Letter(scalar) != nil || scalar.isAccentMark else { return false }
        for part in scalar.nfd {
            if part.isToneMark { tonesCount += 1 } else { letters.append(part) }
        }
    }
    guard tonesCount <= 1 else { return false }
    let syllable = String(letters).nfc
    return initials.contains { initial in
        syllable.utf8.starts(with: initial.utf8)
            && rhymes.contains(String(decoding: syllable.utf8.dropFirst(initial.utf8.count), as: UTF8.self))
    }
}

extension Unicode.Scalar {
    /// Whether this is a combining mark of one of the five tones that are written.
    var isToneMark: Bool {
        switch value {
        case 0x300, 0x301, 0x303, 0x309, 0x323: true
        default: false
        }
    }
}

private let initials =
    words(
        "ngh ng nh gh gi kh ph qu th tr ch b c d đ g h k l m n p q r s t v x") + [""]

private let rhymes = Set(
    words(
        """
        a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
        e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
        o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc
        oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh
        uơ uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm
        ươn ương ươp ươt ươu y yêm yên yêng yêt yêu ych yn ynh yt
        """))

private func words(_ text: String) -> [String] {
    text.split { $0 == " " || $0 == "\n" }.map { String($0).nfc }
}
