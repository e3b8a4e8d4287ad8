/* SHA-256, SHA-1 and MD5. They need no set-up, keep nothing, and cannot fail; a hash that was begun need not be ended. */
#ifndef LUACDK_BASE_HASH_H
#define LUACDK_BASE_HASH_H

#include <openssl/md5.h>
#include <openssl/sha.h>
#include <stddef.h>

enum hash_kind { HASH_SHA256, HASH_SHA1, HASH_MD5 };

#define HASH_MAX_BYTES 32
#define HASH_MAX_HEX (2 * HASH_MAX_BYTES + 1)

/* The size of a digest in bytes: 32, 20, 16. */
size_t hash_bytes(enum hash_kind kind);

/* The digest in lower-case hexadecimal with a NUL: `out` has 2 * hash_bytes(kind) + 1 bytes. */
void hash_hex(enum hash_kind kind, const void *data, size_t length, char *out);

/* Incremental form. */
struct hash {
    enum hash_kind kind;
    union {
        SHA256_CTX sha256;
        SHA_CTX sha1;
        MD5_CTX md5;
    } state;
};

/* hash_final writes hash_bytes(kind) bytes, hash_final_hex twice as many digits and a NUL. */
void hash_begin(struct hash *h, enum hash_kind kind);
void hash_update(struct hash *h, const void *data, size_t length);
void hash_final(struct hash *h, unsigned char *out);
void hash_final_hex(struct hash *h, char *out);

/* Writes `length` bytes as 2 * length lower-case hex digits and a NUL. */
void hash_to_hex(const unsigned char *bytes, size_t length, char *out);

#endif
