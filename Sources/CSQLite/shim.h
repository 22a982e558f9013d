#include <sqlite3.h>

// SQLITE_TRANSIENT, the copy of a bound value, is a cast that Swift does not import.
static inline int bind_text_copy(sqlite3_stmt *statement, int index, const char *text, long count) {
    return sqlite3_bind_text64(statement, index, text, (sqlite3_uint64)count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int bind_blob_copy(sqlite3_stmt *statement, int index, const void *bytes, long count) {
    return sqlite3_bind_blob64(statement, index, bytes, (sqlite3_uint64)count, SQLITE_TRANSIENT);
}
