/* The algorithm of logical ids: a readable part, then eight digits of a digest of the whole path. */
#include "document/logical_id.h"

#include <stdbool.h>
#include <string.h>

#include "base/hash.h"
#include "base/strbuf.h"

enum { HUMAN_MAX = 240, HASH_DIGITS = 8 };

static bool is(const struct id_component *c, const char *text) {
    return c->length == strlen(text) && memcmp(c->text, text, c->length) == 0;
}

static bool ends_with(const struct id_component *c, const struct id_component *end) {
    return c->length >= end->length && memcmp(c->text + c->length - end->length, end->text, end->length) == 0;
}

static bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Appends the letters and digits of the component, up to `room` bytes; returns how many there would have been. */
static size_t add_stripped(char *out, size_t room, const struct id_component *c) {
    size_t n = 0;
    for (size_t i = 0; i < c->length; i++) {
        if (is_alphanumeric(c->text[i])) {
            if (n < room) {
                out[n] = c->text[i];
            }
            n++;
        }
    }
    return n;
}

const char *make_unique_id(const struct id_component *components, size_t count, char out[UNIQUE_ID_MAX]) {
    size_t kept = 0;
    const struct id_component *only = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!is(&components[i], "Default")) {
            kept++;
            only = &components[i];
        }
    }
    if (kept == 0) {
        return "unable to calculate a unique id for an empty set of components";
    }
    if (kept == 1) {
        size_t length = add_stripped(out, UNIQUE_ID_MAX - 1, only);
        if (length < UNIQUE_ID_MAX) {
            out[length] = '\0';
            return NULL;
        }
    }

    struct hash hash;
    hash_begin(&hash, HASH_MD5);
    bool first = true;
    for (size_t i = 0; i < count; i++) {
        if (!is(&components[i], "Default")) {
            if (!first) {
                hash_update(&hash, "/", 1);
            }
            hash_update(&hash, components[i].text, components[i].length);
            first = false;
        }
    }
    char hex[HASH_MAX_HEX];
    hash_final_hex(&hash, hex);

    size_t length = 0;
    const struct id_component *previous = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct id_component *c = &components[i];
        if (is(c, "Default") || (previous && ends_with(previous, c))) {
            continue;
        }
        previous = c;
        if (!is(c, "Resource")) {
            length += add_stripped(out + length, HUMAN_MAX - length, c);
            length = length > HUMAN_MAX ? HUMAN_MAX : length;
        }
    }
    for (size_t i = 0; i < HASH_DIGITS; i++) {
        char c = hex[i];
        out[length++] = c >= 'a' ? (char)(c - 'a' + 'A') : c;
    }
    out[length] = '\0';
    return NULL;
}
