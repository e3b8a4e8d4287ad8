/* Digests over OpenSSL's EVP: see hash.h. */
#include "base/hash.h"

#include "base/arena.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { KINDS = 3, SPARE = 4 };

static const char *const names[KINDS] = {"SHA256", "SHA1", "MD5"};
static const unsigned char sizes[KINDS] = {32, 20, 16};

/* Fetching costs far more than a short digest, so it is done once an algorithm. Freed by the system at exit. */
static EVP_MD *algorithms[KINDS];
static pthread_once_t once[KINDS] = {PTHREAD_ONCE_INIT, PTHREAD_ONCE_INIT, PTHREAD_ONCE_INIT};

/* Contexts given back, for the next hash_begin of this thread. */
static _Thread_local EVP_MD_CTX *spare[SPARE];
static _Thread_local int spare_count;

static _Noreturn void give_up(enum hash_kind kind) {
    fprintf(stderr, "luacdk: the crypto library does not provide %s\n", names[kind]);
    exit(1);
}

/* The crypto library takes its memory as we do: without any it would crash, or have no digests. */
static void *take(size_t size, const char *file, int line) {
    (void)file, (void)line;
    return mem_alloc(size);
}

static void *take_again(void *p, size_t size, const char *file, int line) {
    (void)file, (void)line;
    return mem_realloc(p, size);
}

static void give_back(void *p, const char *file, int line) {
    (void)file, (void)line;
    free(p);
}

static void fetch(enum hash_kind kind) {
    (void)CRYPTO_set_mem_functions(take, take_again, give_back); /* has an effect but once, before anything else */
    /* The configuration file of the system is not read, nor are the names of all ciphers and digests put into tables:
     * either takes longer than all our digests of a small program. */
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_NO_ADD_ALL_CIPHERS |
                            OPENSSL_INIT_NO_ADD_ALL_DIGESTS,
                        NULL);
    algorithms[kind] = EVP_MD_fetch(NULL, names[kind], NULL);
    if (algorithms[kind] == NULL) {
        give_up(kind);
    }
}

static void fetch_sha256(void) { fetch(HASH_SHA256); }

static void fetch_sha1(void) { fetch(HASH_SHA1); }

static void fetch_md5(void) { fetch(HASH_MD5); }

size_t hash_bytes(enum hash_kind kind) { return sizes[kind]; }

void hash_begin(struct hash *h, enum hash_kind kind) {
    static void (*const fetchers[KINDS])(void) = {fetch_sha256, fetch_sha1, fetch_md5};
    pthread_once(&once[kind], fetchers[kind]);
    EVP_MD_CTX *context = spare_count > 0 ? spare[--spare_count] : EVP_MD_CTX_new();
    if (context == NULL || !EVP_DigestInit_ex2(context, algorithms[kind], NULL)) {
        give_up(kind);
    }
    h->context = context;
    h->kind = kind;
}

void hash_update(struct hash *h, const void *data, size_t length) {
    if (length > 0 && !EVP_DigestUpdate(h->context, data, length)) {
        give_up(h->kind);
    }
}

void hash_discard(struct hash *h) {
    if (h->context == NULL) {
        return;
    }
    if (spare_count < SPARE) {
        spare[spare_count++] = h->context;
    } else {
        EVP_MD_CTX_free(h->context);
    }
    h->context = NULL;
}

void hash_final(struct hash *h, unsigned char *out) {
    if (!EVP_DigestFinal_ex(h->context, out, NULL)) {
        give_up(h->kind);
    }
    hash_discard(h);
}

void hash_to_hex(const unsigned char *bytes, size_t length, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < length; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    *out = '\0';
}

void hash_final_hex(struct hash *h, char *out) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    size_t length = sizes[h->kind];
    hash_final(h, digest);
    hash_to_hex(digest, length, out);
}

void hash_hex(enum hash_kind kind, const void *data, size_t length, char *out) {
    struct hash h;
    hash_begin(&h, kind);
    hash_update(&h, data, length);
    hash_final_hex(&h, out);
}

void hash_thread_end(void) {
    while (spare_count > 0) {
        EVP_MD_CTX_free(spare[--spare_count]);
    }
}
