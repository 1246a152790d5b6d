package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The households that may have paid to an account of `owner`, each with its open pledge if it has one.
    ///
    /// Pledges to funds of other owners are none of the account's. A commune's or an organisation's books have none.
    package borrowing func payers(to owner: FundOwner) throws -> [BankSuggestion.Candidate] {
        guard let hamlet = owner.hamlet else { return [] }
        return try connection.all(candidates, hamlet) { row in
            BankSuggestion.Candidate(
                household: row.id(0), headName: row.text(1), fund: row.optionalID(2),
                pledge: row.optionalID(3),
                outstanding: row.optionalInteger(4).map { Dong($0) })
        }
    }
}

private let candidates = Query(
    """
    WITH RECURSIVE line (id) AS (
        SELECT ?1
        UNION
        SELECT successor FROM reorganisation_hamlet JOIN line ON predecessor = line.id
    )
    SELECT household.id, head_name, pledge.fund, pledge.id, amount_dong - received_dong
    FROM line JOIN household ON household.hamlet = line.id
        LEFT JOIN pledge ON pledge.household = household.id AND pledge.hamlet = line.id
            AND pledge.state IN ('confirmed', 'partly')
    WHERE household.ended_on IS NULL
    ORDER BY household.id, pledge.id
    """)
