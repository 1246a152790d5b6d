#include <sqlite3.h>

/* Copies the bound bytes at once. The C macro SQLITE_TRANSIENT is a cast that Swift cannot import. */
static inline sqlite3_destructor_type danvan_sqlite_transient(void) { return SQLITE_TRANSIENT; }

/* sqlite3_db_config is variadic, which Swift cannot call. */
static inline int danvan_sqlite_defensive(sqlite3 *db) {
    return sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
}
