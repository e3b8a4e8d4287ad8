/* Standard output and standard error, and what commands the terminal behind them.
 *
 * Text of code and files that are not trusted may hold what a terminal obeys: escape sequences, the other control
 * characters but line breaks and tabs, DEL, and C1 (U+0080 to U+009F, as UTF-8 or as bare bytes). Once something is not
 * trusted (terminal_suspect), each of these is printed as `?`, and so is what is no UTF-8: whoever prints, in C or in
 * Lua, since both streams run through here. */
#ifndef LUACDK_BASE_TERMINAL_H
#define LUACDK_BASE_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Puts stdout and stderr through here. To be called first of all: who holds one of them already keeps the old one. */
void terminal_install(void);

/* From here on what is printed may come from code, or files, that are not trusted. */
void terminal_suspect(void);

/* Lets everything pass (true) for as long as what a session says to the terminal itself is printed, and nobody else
 * prints. */
void terminal_let_pass(bool on);

/* Prints text of unknown origin to `stream`, wherever that leads. */
void terminal_print(FILE *stream, const char *text, size_t length);

/* Prints a piece of text that is not trusted in any case. `state` is zero before the first piece, and keeps a character
 * that was cut off until the next. */
struct terminal_text {
    size_t held;
    char start[4];
};

void terminal_relay(FILE *stream, struct terminal_text *state, const char *text, size_t length);

/* Replaces in place what commands a terminal, of untrusted text; with `colours` the colours that our own text has stay.
 * Returns the new length. */
size_t terminal_make_plain(char *text, size_t length, bool colours);
bool terminal_is_suspect(void);

/* Writes out what is still held back. Returns 0, or the errno of what could not be written to standard output so far. */
int terminal_finish(void);

/* Whether something could not be written to standard error. */
bool terminal_lost_messages(void);

#endif
