// Measures what SQLite and the disk alone can do on this machine.
//
//   bare-sqlite insert FILE SECONDS HAMLETS   inserts plain rows into the Hummingbird peer's table, 64 per transaction
//   bare-sqlite sync FOLDER COUNT             appends 4 KiB at a time, each followed by fdatasync
//
// Prints names and numbers on one line, read by the driver.
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { rows_per_transaction = 64, append_bytes = 4096, appends_max = 10000 };

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static void stop(const char *what, const char *why) {
    fprintf(stderr, "bare-sqlite: %s: %s\n", what, why);
    exit(1);
}

static void run(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) stop(sql, sqlite3_errmsg(db));
}

static void print_pragma(sqlite3 *db, const char *sql, const char *name) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) stop(sql, sqlite3_errmsg(db));
    if (sqlite3_step(statement) != SQLITE_ROW) stop(sql, sqlite3_errmsg(db));
    printf(" %s=%s", name, (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
}

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void insert_rows(const char *path, double seconds, uint64_t hamlets) {
    sqlite3 *db;
    if (sqlite3_open(path, &db) != SQLITE_OK) stop(path, sqlite3_errmsg(db));
    run(db, "PRAGMA journal_mode = WAL");
    run(db, "PRAGMA synchronous = FULL");
    run(db, "PRAGMA cache_size = -16384");
    sqlite3_stmt *insert;
    const char *sql =
        "INSERT INTO contribution (hamlet, fund, household, number, book, name, method, amount_dong, received_on, state)"
        " VALUES (?1, ?1, ?2, 'PT-2026-0000', '1', 'Nguyễn Văn An', 'cash', ?3, '2026-11-23', 'valid')";
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &insert, NULL) != SQLITE_OK)
        stop(sql, sqlite3_errmsg(db));

    uint64_t random = 0x9E3779B97F4A7C15;
    long rows = 0;
    double begun = seconds_now(), ended = begun;
    while (ended - begun < seconds) {
        run(db, "BEGIN IMMEDIATE");
        for (int i = 0; i < rows_per_transaction; i++) {
            uint64_t hamlet = next_random(&random) % hamlets + 1;
            sqlite3_bind_int64(insert, 1, (sqlite3_int64)hamlet);
            sqlite3_bind_int64(insert, 2, (sqlite3_int64)(hamlet * 50));
            sqlite3_bind_int64(insert, 3, (sqlite3_int64)(next_random(&random) % 50 + 1) * 10000);
            if (sqlite3_step(insert) != SQLITE_DONE) stop(sql, sqlite3_errmsg(db));
            sqlite3_reset(insert);
        }
        run(db, "COMMIT");
        rows += rows_per_transaction;
        ended = seconds_now();
    }
    printf("rows=%ld seconds=%.6f", rows, ended - begun);
    print_pragma(db, "PRAGMA journal_mode", "journal_mode");
    print_pragma(db, "PRAGMA synchronous", "synchronous");
    printf("\n");
    sqlite3_finalize(insert);
    sqlite3_close(db);
}

static int compare(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

static void probe_sync(const char *folder, int count) {
    static double micros[appends_max];
    static char block[append_bytes];
    char path[4096];
    if (count < 1 || count > appends_max) stop("COUNT", "from 1 to 10000");
    snprintf(path, sizeof path, "%s/sync-probe", folder);
    memset(block, 'x', sizeof block);
    int file = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (file < 0) stop(path, "cannot be written");
    for (int i = 0; i < count; i++) {
        if (write(file, block, sizeof block) != sizeof block) stop(path, "a short write");
        double begun = seconds_now();
        if (fdatasync(file) != 0) stop(path, "fdatasync failed");
        micros[i] = (seconds_now() - begun) * 1e6;
    }
    close(file);
    unlink(path);
    qsort(micros, count, sizeof micros[0], compare);
    printf("appends=%d median_us=%.1f p99_us=%.1f\n", count, micros[count / 2], micros[count * 99 / 100]);
}

int main(int count, char **words) {
    if (count == 5 && strcmp(words[1], "insert") == 0) {
        insert_rows(words[2], atof(words[3]), strtoull(words[4], NULL, 10));
        return 0;
    }
    if (count == 4 && strcmp(words[1], "sync") == 0) {
        probe_sync(words[2], atoi(words[3]));
        return 0;
    }
    fprintf(stderr, "usage: bare-sqlite insert FILE SECONDS HAMLETS | sync FOLDER COUNT\n");
    return 64;
}
