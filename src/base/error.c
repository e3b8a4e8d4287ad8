/* One message for a failure: see error.h. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

static _Thread_local const char *(*refusal)(void);

void error_explain_refusals(const char *(*rule)(void)) { refusal = rule; }

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
    e->message = message;
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
