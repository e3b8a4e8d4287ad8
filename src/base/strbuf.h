/* A growing byte buffer.
 *
 * The buffer owns its bytes until strbuf_free. `data` is never NULL and is always followed by a NUL that `length` does
 * not count, so it can be read as a C string. */
#ifndef LUACDK_BASE_STRBUF_H
#define LUACDK_BASE_STRBUF_H

#include <stddef.h>

struct strbuf {
    char *data;
    size_t length;
    size_t capacity; /* 0: `data` is a shared constant empty string */
};

/* Makes the buffer empty; nothing is allocated until something is added. */
void strbuf_init(struct strbuf *b);
void strbuf_free(struct strbuf *b); /* empty and usable again afterwards */

/* Makes room for `extra` more bytes and returns where to write them; the caller then sets `length`. */
char *strbuf_reserve(struct strbuf *b, size_t extra);

/* Append bytes, a NUL-terminated string, or the result of a printf format. */
void strbuf_add(struct strbuf *b, const void *data, size_t length);
void strbuf_adds(struct strbuf *b, const char *s);
void strbuf_addf(struct strbuf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Gives back the memory behind the text, for one that will be kept. */
void strbuf_fit(struct strbuf *b);

/* Shortens to `length` bytes, keeping the memory. */
void strbuf_truncate(struct strbuf *b, size_t length);

static inline void strbuf_addch(struct strbuf *b, char c) {
    if (b->length + 1 >= b->capacity) {
        strbuf_reserve(b, 1);
    }
    b->data[b->length++] = c;
    b->data[b->length] = '\0';
}

#endif
