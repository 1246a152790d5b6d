/// Why a bank's credit is not used in this way.
package enum BankRefusal: Hashable, Sendable {
    /// The receipts would exceed the credit: what is left of it.
    case creditExceeded(left: Dong)
    /// Another credit of the account has the reference, with another amount.
    case referenceDiffers(BankCredit.ID, amount: Dong)
    /// The owner of the fund has no account that takes money today.
    case accountMissing
    /// Transfers by code cannot name the account: its number has other letters, or is too long.
    case accountNotTransferable(BankAccount.ID)
    /// The fund, or the holder to whom the account goes on, has other books than the account's owner.
    case ownerElsewhere(at: Field)
}
