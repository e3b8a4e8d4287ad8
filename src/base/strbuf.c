/* A growing byte buffer: see strbuf.h. */
#include "base/strbuf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Never written to: every function that writes reserves first. */
static char empty[1];

void strbuf_init(struct strbuf *b) {
    b->data = empty;
    b->length = 0;
    b->capacity = 0;
}

void strbuf_free(struct strbuf *b) {
    if (b->capacity != 0) {
        free(b->data);
    }
    strbuf_init(b);
}

char *strbuf_reserve(struct strbuf *b, size_t extra) {
    if (extra >= SIZE_MAX / 2 - b->length) {
        mem_alloc(SIZE_MAX); /* reports and exits */
    }
    size_t needed = b->length + extra + 1;
    if (needed > b->capacity) {
        size_t capacity = b->capacity < 64 ? 64 : b->capacity;
        while (capacity < needed) {
            capacity += capacity / 2;
        }
        b->data = mem_realloc(b->capacity == 0 ? NULL : b->data, capacity);
        b->capacity = capacity;
        b->data[b->length] = '\0';
    }
    return b->data + b->length;
}

void strbuf_add(struct strbuf *b, const void *data, size_t length) {
    if (length == 0) {
        return;
    }
    memcpy(strbuf_reserve(b, length), data, length);
    b->length += length;
    b->data[b->length] = '\0';
}

void strbuf_adds(struct strbuf *b, const char *s) { strbuf_add(b, s, strlen(s)); }

void strbuf_addf(struct strbuf *b, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length > 0) {
        strbuf_reserve(b, (size_t)length);
        vsnprintf(b->data + b->length, (size_t)length + 1, format, again);
        b->length += (size_t)length;
    }
    va_end(again);
    va_end(args);
}

void strbuf_fit(struct strbuf *b) {
    if (b->capacity > b->length + 1) {
        b->capacity = b->length + 1;
        b->data = mem_realloc(b->data, b->capacity);
    }
}

void strbuf_truncate(struct strbuf *b, size_t length) {
    if (length < b->length) {
        b->length = length;
        b->data[length] = '\0';
    }
}
