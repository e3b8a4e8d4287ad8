/* Unicode's root order, limited to what is needed: the full order of ASCII, then code points. */
#include "document/js_order.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

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

struct js_key js_key(const char *text, size_t length, size_t place) {
    prepare();
    uint64_t start = 0;
    int room = 64;
    for (size_t i = 0; i < length && room > 0; i++) {
        unsigned char c = (unsigned char)text[i];
        if (primary[c] == 0) {
            continue;
        }
        room -= 8;
        if (c >= 128) { /* after all of ASCII; the rest is for js_compare */
            start |= (uint64_t)255 << room;
            break;
        }
        start |= (uint64_t)primary[c] << room;
    }
    return (struct js_key){start, text, length, place};
}

static int compare_keys(const void *a, const void *b) {
    const struct js_key *x = a, *y = b;
    if (x->start != y->start) {
        return x->start < y->start ? -1 : 1;
    }
    int order = js_compare(x->text, x->length, y->text, y->length);
    return order ? order : (x->place > y->place) - (x->place < y->place);
}

void js_sort(struct js_key *keys, size_t count) {
    if (count > 1) {
        qsort(keys, count, sizeof *keys, compare_keys);
    }
}
