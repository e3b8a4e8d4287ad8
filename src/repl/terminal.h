/* Reads lines from the user: with libedit on a terminal, plainly from anything else.
 *
 * All text is UTF-8. The terminal is in its special mode only while a line is being read, so whatever runs in between
 * (docker, an error that ends the program) finds it as the shell left it. */
#ifndef LUACDK_REPL_TERMINAL_H
#define LUACDK_REPL_TERMINAL_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

struct terminal;

/* The effect of the Tab key. `before` is the line up to the cursor, `earlier` the lines above that belong to it. Sets
 * which part of `before` to replace (from that byte on) with which text, and what to print below the line; both texts
 * may be empty. */
struct completion {
    size_t start;
    struct strbuf insert, list;
    bool replace;
};
typedef void complete_function(void *context, const char *before, struct completion *completion);

/* Opens standard input and output; never fails. The caller ends it with terminal_close. */
struct terminal *terminal_open(void);
void terminal_close(struct terminal *terminal);

void terminal_set_completer(struct terminal *terminal, complete_function *complete, void *context);

enum terminal_result { TERMINAL_LINE, TERMINAL_INTERRUPTED, TERMINAL_END };

/* Returns the prompt for a line, `pasted` lines after the first; valid until the next call. Text between \1 and \1
 * takes no room. */
typedef const char *prompt_function(void *context, int pasted);

/* Reads a line, without its newline, into `text`; several pasted lines arrive as one text with newlines. Prompts are
 * computed and shown only on a terminal. TERMINAL_INTERRUPTED: Ctrl-C. TERMINAL_END: Ctrl-D, the end of the input, or a
 * signal that ends the session. */
enum terminal_result terminal_read(struct terminal *terminal, prompt_function *prompt, void *context,
                                   struct strbuf *text);

/* Makes a line the newest one that the arrow keys recall. */
void terminal_remember(struct terminal *terminal, const char *line);

/* Whether standard input is a terminal, so that prompts are shown. */
bool terminal_is_interactive(const struct terminal *terminal);

#endif
