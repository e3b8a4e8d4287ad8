/* How what we print on a stream is to look: whether it is a terminal, colours, width, Unicode, and who reads it.
 *
 * All questions of this kind are answered here, for C and (by the module luacdk.terminal) for Lua. */
#ifndef LUACDK_BASE_TERMINAL_LOOK_H
#define LUACDK_BASE_TERMINAL_LOOK_H

#include <stdbool.h>
#include <stddef.h>

struct terminal_look {
    bool is_terminal;
    bool colour;  /* escape sequences for colours are wanted */
    bool unicode; /* characters beyond ASCII can be shown */
    bool watched; /* a person looks at it while we run: a terminal, and neither a CI system nor an AI agent */
    bool brief;   /* a CI system or an AI agent reads it, whether at a terminal or not */
    int width;    /* columns; 0: not a terminal, so nothing is wrapped or cut */
};

/* The look of what is printed on a standard stream, as it is now (a window may change its size).
 *
 * Colours, from the first rule that applies: a NO_COLOR that is not empty forbids them (no-color.org); FORCE_COLOR
 * forbids them if it is 0 or false, else it asks for them (as the `cdk` command line reads it); CLICOLOR_FORCE other
 * than 0 asks for them, CLICOLOR=0 forbids them (bixense.com/clicolors). Otherwise a terminal has colours if a person
 * watches it and TERM is neither missing nor `dumb`. */
struct terminal_look terminal_look(int fd);

/* From now on the look of standard output is the one that it has now, even while it leads elsewhere. */
void terminal_keep_look(void);

/* The columns and rows of text on a stream: COLUMNS if it is a number, else the terminal's, else 80 and 24. */
int terminal_columns(int fd);
int terminal_rows(int fd);

/* The columns of the terminal itself, whatever COLUMNS says: what moving the cursor needs. 0: not known. */
int terminal_screen_columns(int fd);

/* Whether TERM is missing or says that the terminal only shows characters. */
bool terminal_is_dumb(void);

/* Whether the name of the locale (LC_ALL, LC_CTYPE or LANG) says that its characters are UTF-8. */
bool terminal_locale_is_utf8(void);

/* Whether a CI system runs us: CI is set, to something else than `false` and `0`, as for `cdk`. */
bool terminal_in_ci(void);

/* Whether an AI agent runs us: one of the variables is set by which `cdk` recognises agents. */
bool terminal_under_agent(void);

/* The columns that text takes on a terminal. Colour sequences take none. */
size_t terminal_text_columns(const char *text, size_t length);

/* The bytes of the longest beginning of the text that takes at most `columns`; never part of a character. */
size_t terminal_text_prefix(const char *text, size_t length, size_t columns);

#endif
