package import Domain
package import SQLite

/// How one kind of entity is stored: its row in the entity table, declared once, next to its queries.
///
/// Ids, events, resource scope and verification all derive from it. The statements are built on first use and kept.
package struct EntityTable: Sendable {
    /// The place an entity belongs to, which determines who may see it.
    package enum ScopeSource: Sendable {
        /// The hamlet in the table's column `hamlet`.
        case hamlet
        /// The hamlet in the column `hamlet`, or when that is NULL the unit given by the expression.
        case hamletOrUnit(SQL)
        /// The owner of books in the table's column `owner`.
        case owner
        /// The unit whose code the expression gives.
        case unit(SQL)
        /// A query with the id as its one parameter that returns hamlet, unit, version and the hamlet's last day.
        case selected(by: Query)
        /// No place: every caller with a role may see it.
        case everywhere

        /// True for an entity of books, which names a hamlet as their owner.
        var isOwner: Bool { if case .owner = self { true } else { false } }
    }

    /// The date that a hamlet's record refers to, and the condition for records that still count.
    package struct Dating: Sendable {
        let column: SQL
        let condition: SQL

        /// Creates a dating.
        ///
        /// - Parameters:
        ///   - column: the date, or NULL when the record has none yet.
        ///   - condition: selects the rows that block closing the hamlet on an earlier date.
        package init(_ column: SQL, where condition: SQL = "1 = 1") {
            self.column = column
            self.condition = condition
        }
    }

    /// A condition on a row's columns: 1 when it holds, otherwise 0.
    package struct Rule: Sendable {
        package let column: SQL
        let condition: SQL

        package init(_ column: SQL, _ condition: SQL) {
            self.column = column
            self.condition = "CASE WHEN \(condition) THEN 1 ELSE 0 END"
        }
    }

    /// A table whose rows are parts of an entity, numbered from 1 within it.
    package struct Part: Sendable {
        package let name: SQL
        /// The column that references the entity.
        let parent: SQL
        /// The group and number of each part of an entity.
        ///
        /// One parameter, the entity's id.
        package let numbers: Query
        /// The ids of missing entities that still have parts.
        package let orphans: Query

        fileprivate init(_ name: SQL, of parent: SQL, groupedBy group: SQL, in table: SQL) {
            self.name = name
            self.parent = parent
            numbers = Query(
                "SELECT \(group), number FROM \(name) WHERE \(parent) = ?1 ORDER BY \(group), number")
            orphans = Query(
                """
                SELECT DISTINCT \(parent) FROM \(name) WHERE \(parent) NOT IN (SELECT id FROM \(table)) ORDER BY \(parent)
                """)
        }
    }

    package let name: SQL
    package let columns: Columns
    /// The journal actions of the entity.
    ///
    /// The first one is the one that creates it.
    package let actions: [JournalEvent.Action]
    package let scopeSource: ScopeSource
    package private(set) var parts: [Part] = []
    /// Columns whose values derive from the entity: see `StoredEntity.derived`.
    package let derived: [SQL]
    /// Conditions that every row must meet, each with the column it concerns.
    package let rules: [Rule]
    /// What everyone may know of its entries in the public log.
    package let publicMembers: PublicMembers
    /// What its rows say about persons, and what of that can be erased.
    package let personal: PersonalMembers

    /// The row with a given id.
    let byID: Query
    /// The highest id, or 0 when there are no rows.
    package let lastID: Query
    /// The number of rows.
    let count: Query
    /// The lowest and highest id, or NULL when there are no rows.
    package let bounds: Query
    /// The scope of a given id: hamlet, unit, version, and the hamlet's last day.
    package let scope: Query
    /// The id and date of a hamlet's records from a date on, by the hamlet or, in books, the owner; nil when the entity is
    /// undated or belongs to no hamlet.
    let recordsFrom: Query?
    /// The first and last date of the same records.
    let recordedDays: Query?
    /// The event names, in the order of `actions`.
    package let eventNames: [String]
    /// Rows in a range of ids, with the journal rows at their positions; see `Verify`.
    package let verification: Query
    /// The id and position of journal rows that create an entity without a row.
    package let withoutRow: Query

    /// Declares the table of an entity.
    ///
    /// - Parameters:
    ///   - kind: the entity.
    ///   - name: its table.
    ///   - source: the FROM clause, when the columns come from several tables.
    ///   - columns: the columns its reader expects, in order.
    ///   - actions: its journal actions, starting with the one that creates it.
    ///   - scopeSource: the place it belongs to.
    ///   - isVersioned: whether the table has a column `version`.
    ///   - version: the version of the resource, when that is more than the column.
    ///   - derived: columns whose values derive from the entity, in the order of `StoredEntity.derived`.
    ///   - rules: conditions on its rows beyond the schema's.
    ///   - dating: the date it refers to, for closing a hamlet.
    ///   - publicMembers: the members of its payload that everyone may know.
    ///   - personal: its columns that may name persons.
    package init(
        _ kind: EntityKind, _ name: SQL, from source: SQL? = nil, _ columns: Columns,
        actions: [JournalEvent.Action],
        scopeSource: ScopeSource, isVersioned: Bool, version: SQL? = nil, derived: [SQL] = [],
        rules: [Rule] = [],
        dating: Dating? = nil,
        publicMembers: PublicMembers = .none, personal: PersonalMembers = .none
    ) {
        precondition(actions.first?.createsEntity == true, "\(kind.rawValue): the first action begins it")
        let source = source ?? name
        self.name = name
        self.columns = columns
        self.actions = actions
        self.scopeSource = scopeSource
        byID = Query("SELECT \(columns) FROM \(source) WHERE \(name).id = ?1")
        count = Query("SELECT count(*) FROM \(name)")
        lastID = Query("SELECT coalesce(max(id), 0) FROM \(name)")
        bounds = Query("SELECT (SELECT min(id) FROM \(name)), (SELECT max(id) FROM \(name))")
        scope = EntityTable.scope(
            of: name, scopeSource, version: version ?? (isVersioned ? "\(name).version" : "0"))
        eventNames = actions.map { JournalEvent(kind, $0).name }
        self.derived = derived
        self.rules = rules
        self.publicMembers = publicMembers
        self.personal = personal
        let hamletColumn: SQL = scopeSource.isOwner ? "owner" : "hamlet"
        recordsFrom = dating.map { dating in
            Query(
                """
                SELECT id, \(dating.column)
                FROM \(name)
                WHERE \(hamletColumn) = ?1 AND \(dating.column) >= ?2 AND \(dating.condition)
                ORDER BY id
                LIMIT ?3
                """)
        }
        recordedDays = dating.map { dating in
            Query(
                """
                SELECT min(\(dating.column)), max(\(dating.column))
                FROM \(name)
                WHERE \(hamletColumn) = ?1 AND \(dating.condition)
                """)
        }
        let extra = (derived + rules.map(\.condition)).reduce("" as SQL) { "\($0), \($1)" }
        verification = Query(
            """
            SELECT \(columns), \(name).position, entry_kind, entry_subject, entry_payload\(extra)
            FROM \(source) LEFT JOIN (
                SELECT position AS entry_position, kind AS entry_kind, subject AS entry_subject, payload AS entry_payload,
                    recorded_ms AS entry_recorded_ms
                FROM journal
            ) AS entry ON entry_position = \(name).position
            WHERE \(name).id BETWEEN ?1 AND ?2
            ORDER BY \(name).id
            """)
        withoutRow = Query(
            """
            SELECT subject, position FROM journal
            WHERE kind = ?1 AND subject NOT IN (SELECT id FROM \(name))
            ORDER BY position
            """)
    }

    /// The table with an added table of parts.
    ///
    /// - Parameters:
    ///   - part: the table of the parts.
    ///   - parent: the column of `part` that references the entity.
    ///   - group: a column of `part`; parts are numbered separately for each of its values.
    /// - Returns: the extended table.
    package func with(part: SQL, of parent: SQL, groupedBy group: SQL = "1") -> EntityTable {
        var table = self
        table.parts.append(Part(part, of: parent, groupedBy: group, in: name))
        return table
    }

    func eventName(_ action: JournalEvent.Action) -> String {
        guard let index = actions.firstIndex(of: action) else {
            preconditionFailure("\(name.text) declares no action \(action.rawValue)")
        }
        return eventNames[index]
    }

    private static func scope(of name: SQL, _ scopeSource: ScopeSource, version: SQL) -> Query {
        switch scopeSource {
        case .hamlet:
            Query(
                """
                SELECT hamlet.id, hamlet.commune, \(version), hamlet.valid_to
                FROM \(name) JOIN hamlet ON hamlet.id = \(name).hamlet
                WHERE \(name).id = ?1
                """)
        case .hamletOrUnit(let unit):
            Query(
                """
                SELECT hamlet.id, coalesce(hamlet.commune, \(unit)), \(version), hamlet.valid_to
                FROM \(name) LEFT JOIN hamlet ON hamlet.id = \(name).hamlet
                WHERE \(name).id = ?1
                """)
        case .owner:
            Query(
                """
                SELECT hamlet.id, coalesce(hamlet.commune, unit.code, organisation.unit), \(version), hamlet.valid_to,
                    fund_owner.owner
                FROM \(name) JOIN fund_owner ON fund_owner.owner = \(name).owner
                    LEFT JOIN hamlet ON hamlet.id = fund_owner.hamlet
                    LEFT JOIN unit ON unit.id = fund_owner.unit
                    LEFT JOIN organisation ON organisation.id = fund_owner.organisation
                WHERE \(name).id = ?1
                """)
        case .unit(let unit):
            Query("SELECT NULL, \(unit), \(version), NULL FROM \(name) WHERE \(name).id = ?1")
        case .selected(let query): query
        case .everywhere: Query("SELECT NULL, NULL, \(version), NULL FROM \(name) WHERE \(name).id = ?1")
        }
    }
}
