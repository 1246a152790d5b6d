#include <zlib.h>

/* deflateInit2 and inflateInit2 are macros, which Swift cannot import. Adding 16 to window_bits selects gzip. */
static inline int danvan_deflate_init(z_stream *stream, int level, int window_bits, int memory_level) {
    return deflateInit2(stream, level, Z_DEFLATED, window_bits + 16, memory_level, Z_DEFAULT_STRATEGY);
}

static inline int danvan_inflate_init(z_stream *stream, int window_bits) {
    return inflateInit2(stream, window_bits + 16);
}

/* A stream without a header, as in zip archives (RFC 1951). */
static inline int danvan_inflate_raw_init(z_stream *stream) { return inflateInit2(stream, -15); }

static inline int danvan_deflate_raw_init(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
}
