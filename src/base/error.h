/* How the rooms without Lua report a failure: one message, ready to be shown.
 *
 * A function that takes a `struct error *` returns -1 or NULL on failure and fills it; the message names the file and
 * includes the system's error text. The caller owns the message and releases it with error_clear. NULL is allowed
 * everywhere and means "I only want the status". */
#ifndef LUACDK_BASE_ERROR_H
#define LUACDK_BASE_ERROR_H

struct error {
    char *message; /* NULL when nothing failed */
    int code;      /* errno of the failure, or 0 */
};

#define ERROR_INIT \
    { 0, 0 }

/* Sets the message (printf format) and replaces an earlier one. Always returns -1, so that you can write `return
 * error_set(…)`. */
int error_set(struct error *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "<what> <path>: <text of errno>", code = errno. Returns -1. */
int error_errno(struct error *e, const char *what, const char *path);

/* Explains refusals of the guard, which look like EXDEV: `rule` returns the rule that was broken, which error_errno
 * prints instead of the system's text, or NULL if there was no refusal. */
void error_explain_refusals(const char *(*rule)(void));

/* Frees the message. */
void error_clear(struct error *e);

#endif
