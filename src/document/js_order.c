/* Unicode's root order, limited to what is needed: the full order of ASCII, then code points. */
#include "document/js_order.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

static const char ORDER[] =
    "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZ";

static unsigned char primary[256];

static atomic_bool ready;

static void fill_primary(void) {
    unsigned char weight = 1;
    for (size_t i = 0; i + 1 < sizeof ORDER; i++) {
        unsigned char c = (unsigned char)ORDER[i];
        if (c >= 'A' && c <= 'Z') {
            primary[c] = primary[c - 'A' + 'a'];
        } else {
            primary[c] = weight++;
        }
    }
    for (unsigned c = 128; c < 256; c++) {
        primary[c] = c < 255u - weight ? (unsigned char)(weight + (c - 128)) : 255;
    }
    ready = true;
}

static void prepare(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (!ready) {
        pthread_once(&once, fill_primary);
    }
}

/* Control characters have no weight: they are skipped. */
static size_t skip(const char *s, size_t at, size_t length) {
    while (at < length && primary[(unsigned char)s[at]] == 0) {
        at++;
    }
    return at;
}

int js_compare(const char *a, size_t a_length, const char *b, size_t b_length) {
    prepare();
    int by_case = 0;
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        i = skip(a, i, a_length);
        k = skip(b, k, b_length);
        if (i == a_length || k == b_length) {
            break;
        }
        unsigned char x = (unsigned char)a[i], y = (unsigned char)b[k];
        if (x == y) {
            continue;
        }
        if (primary[x] != primary[y]) {
            return primary[x] < primary[y] ? -1 : 1;
        }
        if (x >= 128) {
            return x < y ? -1 : 1;
        }
        if (!by_case) {
            by_case = x > y ? -1 : 1; /* the lower-case letter has the higher code and comes first */
        }
    }
    if (i < a_length || k < b_length) {
        return i == a_length ? -1 : 1;
    }
    return by_case;
}
