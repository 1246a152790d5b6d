#include <sqlite3.h>

/* Tells SQLite to copy the bound bytes at once. SQLITE_TRANSIENT is a macro with a cast, which Swift cannot import. */
static inline sqlite3_destructor_type danvan_sqlite_transient(void) { return SQLITE_TRANSIENT; }

/* sqlite3_db_config is variadic, which Swift cannot call. */
static inline int danvan_sqlite_defensive(sqlite3 *db) {
    return sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
}

/* sqlite3_config is variadic too. Process-wide, before the first connection: disables the memory statistics, which
   take a lock on every allocation, and keeps the pages changed in a savepoint in memory, not in a temporary file. */
static inline int danvan_sqlite_configure(void) {
    int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return code == SQLITE_OK ? sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1) : code;
}

/* rename(2) with RENAME_EXCHANGE, for putting a database in place of another at once. Declared here, because glibc
   declares it only with _GNU_SOURCE, and including <stdio.h> would move it from Swift's Glibc module to this one. */
extern int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned int flags);
