/* Standard output and standard error, and protection of the terminal behind them.
 *
 * Untrusted code and files may contain sequences that control a terminal: escape sequences, control characters other
 * than line breaks and tabs, DEL, and C1 (U+0080 to U+009F, as UTF-8 or as bare bytes). Once something is untrusted
 * (terminal_suspect), each of these is printed as `?`, and so is invalid UTF-8, whether C or Lua prints it, since both
 * streams go through here. */
#ifndef LUACDK_BASE_TERMINAL_H
#define LUACDK_BASE_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Routes stdout and stderr through here. Call it first of all: code that already holds one of them keeps the old
 * one. */
void terminal_install(void);

/* From now on, text that is printed may come from untrusted code or files. */
void terminal_suspect(void);

/* While this is true everything passes: for what a session itself says to the terminal, as long as nothing else
 * prints. */
void terminal_let_pass(bool on);

/* Sends a command that neither shows anything nor moves the cursor. */
void terminal_command(const char *command);

/* Prints text of unknown origin, which may command nothing, to `stream`, wherever that leads. */
void terminal_print(FILE *stream, const char *text, size_t length);

/* Prints a piece of text that is always untrusted. `state` is zero before the first piece, and carries over a character
 * that was cut in two. */
struct terminal_text {
    size_t held;
    char start[4];
};

void terminal_relay(FILE *stream, struct terminal_text *state, const char *text, size_t length);

/* Replaces what controls a terminal in untrusted text, in place; with `colours`, keeps the colours of our own text.
 * Returns the new length. */
size_t terminal_make_plain(char *text, size_t length, bool colours);
bool terminal_is_suspect(void);

/* The length of a colour sequence at the start of the text, "ESC [ 1 ; 31 m", or 0. */
size_t terminal_colour_length(const char *text, size_t length);

/* Called before anything is written to either stream; NULL: nothing is. For base/progress.c, which writes to the terminal
 * by itself. */
void terminal_before_writing(void (*call)(void));

/* Whether the last that was written to a terminal ended a line. */
bool terminal_is_at_line_start(void);

/* Writes what is still buffered. Returns 0, or the errno of the first failure to write to standard output. */
int terminal_finish(void);

/* Whether something could not be written to standard error. */
bool terminal_lost_messages(void);

#endif
