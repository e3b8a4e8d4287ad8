/* One message for a failure: see error.h. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/strbuf.h"

static _Thread_local const char *(*refusal)(void);

void error_explain_refusals(const char *(*rule)(void)) { refusal = rule; }

#define OPEN_FOLDER "/proc/self/fd/"

/* Where the open folder is whose path in /proc the text begins with, from the working folder if it is below it; NULL if
 * it is nowhere. `*length` is how much of the text that path is. */
static const char *place_of(struct arena *arena, const char *text, size_t *length) {
    *length = strlen(OPEN_FOLDER) + strspn(text + strlen(OPEN_FOLDER), "0123456789");
    const char *link = arena_printf(arena, "%.*s", (int)*length, text);
    char place[4096], here[4096];
    ssize_t size = readlink(link, place, sizeof place - 1);
    if (size <= 0 || *place != '/' || (size_t)size == sizeof place - 1) {
        return NULL;
    }
    place[size] = '\0';
    size_t above = getcwd(here, sizeof here) ? strlen(here) : 0;
    bool below = above > 1 && strncmp(place, here, above) == 0 && place[above] == '/';
    return arena_strdup(arena, below ? place + above + 1 : place);
}

/* Folders that are held open are used by their paths in /proc, which say nothing to whoever reads a message. Returns the
 * message, or another one in its place. */
static char *name_open_folders(char *message) {
    char *at = strstr(message, OPEN_FOLDER);
    if (!at) {
        return message;
    }
    struct arena arena = ARENA_INIT;
    struct strbuf text;
    strbuf_init(&text);
    const char *from = message;
    for (; at; at = strstr(at, OPEN_FOLDER)) {
        size_t length;
        const char *place = place_of(&arena, at, &length);
        if (place) {
            strbuf_addf(&text, "%.*s%s", (int)(at - from), from, place);
            from = at + length;
        }
        at += length;
    }
    strbuf_addf(&text, "%s", from);
    char *named = mem_alloc(text.length + 1);
    memcpy(named, text.data, text.length);
    named[text.length] = '\0';
    strbuf_free(&text);
    arena_free(&arena);
    free(message);
    return named;
}

int error_set(struct error *e, const char *format, ...) {
    if (e == NULL) {
        return -1;
    }
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *message = mem_alloc((size_t)(length < 0 ? 0 : length) + 1);
    message[0] = '\0';
    if (length > 0) {
        va_start(args, format);
        vsnprintf(message, (size_t)length + 1, format, args);
        va_end(args);
    }
    free(e->message);
    e->message = name_open_folders(message);
    e->code = 0;
    return -1;
}

int error_errno(struct error *e, const char *what, const char *path) {
    int code = errno;
    if (e != NULL) {
        char text[128];
        /* The GNU strerror_r: thread-safe, and the returned pointer may be a constant instead of the buffer. */
        const char *rule = code == EXDEV && refusal ? refusal() : NULL;
        error_set(e, "%s %s: %s", what, path, rule ? rule : strerror_r(code, text, sizeof text));
        e->code = code;
    }
    return -1;
}

void error_clear(struct error *e) {
    free(e->message);
    e->message = NULL;
    e->code = 0;
}
