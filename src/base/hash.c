/* Digests by OpenSSL: see hash.h. */
#include "base/hash.h"

static const unsigned char sizes[] = {
    [HASH_SHA256] = SHA256_DIGEST_LENGTH, [HASH_SHA1] = SHA_DIGEST_LENGTH, [HASH_MD5] = MD5_DIGEST_LENGTH};

size_t hash_bytes(enum hash_kind kind) { return sizes[kind]; }

/* OpenSSL would rather have its EVP functions called. They come with tables of all its ciphers, which make a program
 * three megabytes larger and its start longer than all digests of a small app take. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

void hash_begin(struct hash *h, enum hash_kind kind) {
    h->kind = kind;
    switch (kind) {
    case HASH_SHA256:
        SHA256_Init(&h->state.sha256);
        break;
    case HASH_SHA1:
        SHA1_Init(&h->state.sha1);
        break;
    case HASH_MD5:
        MD5_Init(&h->state.md5);
        break;
    }
}

void hash_update(struct hash *h, const void *data, size_t length) {
    if (length == 0) {
        return;
    }
    switch (h->kind) {
    case HASH_SHA256:
        SHA256_Update(&h->state.sha256, data, length);
        break;
    case HASH_SHA1:
        SHA1_Update(&h->state.sha1, data, length);
        break;
    case HASH_MD5:
        MD5_Update(&h->state.md5, data, length);
        break;
    }
}

void hash_final(struct hash *h, unsigned char *out) {
    switch (h->kind) {
    case HASH_SHA256:
        SHA256_Final(out, &h->state.sha256);
        break;
    case HASH_SHA1:
        SHA1_Final(out, &h->state.sha1);
        break;
    case HASH_MD5:
        MD5_Final(out, &h->state.md5);
        break;
    }
}

#pragma GCC diagnostic pop

void hash_to_hex(const unsigned char *bytes, size_t length, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < length; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    *out = '\0';
}

void hash_final_hex(struct hash *h, char *out) {
    unsigned char digest[HASH_MAX_BYTES];
    hash_final(h, digest);
    hash_to_hex(digest, sizes[h->kind], out);
}

void hash_hex(enum hash_kind kind, const void *data, size_t length, char *out) {
    struct hash h;
    hash_begin(&h, kind);
    hash_update(&h, data, length);
    hash_final_hex(&h, out);
}
