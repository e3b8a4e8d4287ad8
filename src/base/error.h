/* How the rooms without Lua report a failure: one message, ready to be shown.
 *
 * A function that takes `struct error *` returns -1 or NULL on failure and fills it; the message names the file and
 * the system's own text. The caller owns the message and releases it with error_clear. A NULL error is allowed
 * everywhere and means "I only want the status". */
#ifndef LUACDK_BASE_ERROR_H
#define LUACDK_BASE_ERROR_H

struct error {
    char *message; /* NULL when nothing failed */
    int code;      /* errno of the failure, or 0 */
};

#define ERROR_INIT \
    { 0, 0 }

/* Sets the message (printf form), replacing an earlier one. Always returns -1, so that `return error_set(…)` reads
 * well. */
int error_set(struct error *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "<what> <path>: <text of errno>", code = errno. Returns -1. */
int error_errno(struct error *e, const char *what, const char *path);

/* EXDEV may be a refusal of the guard: `rule` gives the rule that was broken, which error_errno then tells in place of
 * the system's text, or NULL. */
void error_explain_refusals(const char *(*rule)(void));

/* Frees the message. */
void error_clear(struct error *e);

#endif
