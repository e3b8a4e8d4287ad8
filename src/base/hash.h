/* SHA-256, SHA-1 and MD5 over OpenSSL.
 *
 * Nothing is set up before the first use (a program that hashes nothing pays nothing). Each algorithm is fetched once
 * and contexts are reused, because one digest of a short string is asked for each construct. All functions may be
 * called from any thread; `struct hash` values belong to one thread at a time. Failure of the library itself (no such
 * algorithm) ends the program with a message. */
#ifndef LUACDK_BASE_HASH_H
#define LUACDK_BASE_HASH_H

#include <stddef.h>

enum hash_kind { HASH_SHA256, HASH_SHA1, HASH_MD5 };

#define HASH_MAX_BYTES 32
#define HASH_MAX_HEX (2 * HASH_MAX_BYTES + 1)

/* Number of bytes of a digest: 32, 20, 16. */
size_t hash_bytes(enum hash_kind kind);

/* Lower-case hexadecimal digest with a NUL: `out` has 2 * hash_bytes(kind) + 1 bytes. */
void hash_hex(enum hash_kind kind, const void *data, size_t length, char *out);

/* Incremental form. hash_begin takes a context; hash_final or hash_final_hex gives it back, hash_discard does so
 * without a result. */
struct hash {
    void *context;
    enum hash_kind kind;
};

/* hash_final writes hash_bytes(kind) bytes, hash_final_hex twice as many digits and a NUL. */
void hash_begin(struct hash *h, enum hash_kind kind);
void hash_update(struct hash *h, const void *data, size_t length);
void hash_final(struct hash *h, unsigned char *out);
void hash_final_hex(struct hash *h, char *out);
void hash_discard(struct hash *h);

/* Writes `length` bytes as 2 * length lower-case hex digits and a NUL. */
void hash_to_hex(const unsigned char *bytes, size_t length, char *out);

/* Frees what the calling thread keeps for reuse; a thread that hashed calls it before it ends (parallel_for does). */
void hash_thread_end(void);

#endif
