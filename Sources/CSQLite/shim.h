#include <sqlite3.h>

/* Copies the bound bytes at once. The C macro SQLITE_TRANSIENT is a cast that Swift cannot import. */
static inline sqlite3_destructor_type danvan_sqlite_transient(void) { return SQLITE_TRANSIENT; }

/* sqlite3_db_config is variadic, which Swift cannot call. */
static inline int danvan_sqlite_defensive(sqlite3 *db) {
    return sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
}

/* sqlite3_config is variadic too. For the process, before its first connection: no counters of memory, which every
   allocation would lock for; and the pages that a savepoint changes are kept in memory, not in a temporary file. */
static inline int danvan_sqlite_configure(void) {
    int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return code == SQLITE_OK ? sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1) : code;
}
