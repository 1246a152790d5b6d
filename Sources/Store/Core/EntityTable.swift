package import Domain
package import SQLite

/// How one kind of entity is stored: its row in the entity table, written once, beside its queries.
///
/// From it follow its numbers, its events, where it belongs, and what verification reads. All statements are made when
/// the row is first used, and kept.
package struct EntityTable: Sendable {
    /// Where an entity belongs, and thereby who may see it.
    package enum Belonging: Sendable {
        /// To the hamlet that the table's column `hamlet` names.
        case hamlet
        /// To the hamlet of the column `hamlet`, or when that is NULL to the unit that the piece gives.
        case hamletOrUnit(SQL)
        /// To the unit whose code the piece gives.
        case unit(SQL)
        /// By a query of one parameter, the number, with the columns hamlet, unit, version and the hamlet's last day.
        case found(by: Query)
        /// To no place: everybody who has a role may see it.
        case everywhere
    }

    /// A condition on a row's columns, 1 when it holds and 0 when it does not.
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
        /// What an entity's parts have for numbers, and those of each group apart; one parameter, the entity's number.
        package let numbers: Query
        /// Numbers of entities that do not exist and have parts.
        package let loose: Query

        fileprivate init(_ name: SQL, of parent: SQL, groupedBy group: SQL, in table: SQL) {
            self.name = name
            numbers = Query(
                "SELECT \(group), number FROM \(name) WHERE \(parent) = ?1 ORDER BY \(group), number")
            loose = Query(
                """
                SELECT DISTINCT \(parent) FROM \(name) WHERE \(parent) NOT IN (SELECT id FROM \(table)) ORDER BY \(parent)
                """)
        }
    }

    package let name: SQL
    package let columns: Columns
    /// What the journal knows of it: first what begins it.
    package let actions: [JournalEvent.Action]
    package let belonging: Belonging
    package private(set) var parts: [Part] = []
    /// Columns whose values follow from the entity: see `StoredEntity.derived`.
    package let derived: [SQL]
    /// What must hold of a row, and the column that it speaks of.
    package let rules: [Rule]

    /// The row of one number.
    let byID: Query
    /// The highest number, 0 when there is none.
    package let lastID: Query
    /// The lowest and the highest number; NULL when there is none.
    package let bounds: Query
    /// Where one number belongs: its hamlet, its unit, its version, and its hamlet's last day.
    let scope: Query
    /// The names of its events, in the order of `actions`.
    package let eventNames: [String]
    /// Rows between two numbers with what the journal holds at their positions; see `Verify`.
    package let verification: Query
    /// What begins an entity that has no row, as number and position.
    package let missing: Query

    /// - Parameters:
    ///   - kind: the entity.
    ///   - name: its table.
    ///   - source: what stands behind FROM, when the columns come from several tables.
    ///   - columns: what its reader takes, in order.
    ///   - actions: what the journal knows of it, first what begins it.
    ///   - belonging: where it belongs.
    ///   - isVersioned: whether the table has a column `version`.
    ///   - derived: its columns whose values follow from the entity, in the order of `StoredEntity.derived`.
    ///   - rules: what must hold of its rows beside what the schema says.
    package init(
        _ kind: EntityKind, _ name: SQL, from source: SQL? = nil, _ columns: Columns,
        actions: [JournalEvent.Action],
        belonging: Belonging, isVersioned: Bool, derived: [SQL] = [], rules: [Rule] = []
    ) {
        precondition(actions.first?.begins == true, "\(kind.rawValue): the first action begins it")
        let source = source ?? name
        self.name = name
        self.columns = columns
        self.actions = actions
        self.belonging = belonging
        byID = Query("SELECT \(columns) FROM \(source) WHERE \(name).id = ?1")
        lastID = Query("SELECT coalesce(max(id), 0) FROM \(name)")
        bounds = Query("SELECT (SELECT min(id) FROM \(name)), (SELECT max(id) FROM \(name))")
        scope = EntityTable.scope(of: name, belonging, version: isVersioned ? "\(name).version" : "0")
        eventNames = actions.map { JournalEvent(kind, $0).name }
        self.derived = derived
        self.rules = rules
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
        missing = Query(
            """
            SELECT subject, position FROM journal
            WHERE kind = ?1 AND subject NOT IN (SELECT id FROM \(name))
            ORDER BY position
            """)
    }

    /// The same with a table of parts, whose column `parent` names the entity; parts are numbered apart within the
    /// values of the column `group`.
    package func with(part: SQL, of parent: SQL, groupedBy group: SQL = "1") -> EntityTable {
        var table = self
        table.parts.append(Part(part, of: parent, groupedBy: group, in: name))
        return table
    }

    func eventName(_ action: JournalEvent.Action) -> String {
        guard let place = actions.firstIndex(of: action) else {
            preconditionFailure("\(name.text) declares no action \(action.rawValue)")
        }
        return eventNames[place]
    }

    private static func scope(of name: SQL, _ belonging: Belonging, version: SQL) -> Query {
        switch belonging {
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
        case .unit(let unit):
            Query("SELECT NULL, \(unit), \(version), NULL FROM \(name) WHERE \(name).id = ?1")
        case .found(let query): query
        case .everywhere: Query("SELECT NULL, NULL, \(version), NULL FROM \(name) WHERE \(name).id = ?1")
        }
    }
}
