/* The lines entered in earlier sessions of a project, kept in $XDG_STATE_HOME/luacdk/history (by default below
 * ~/.local/state), one file for each project folder, which only its user can read. An entry is a chunk, on one line of
 * the file.
 *
 * Several sessions may write at once: each entry is appended under a lock. A file that cannot be read or written is
 * reported once and is not an error. */
#ifndef LUACDK_REPL_HISTORY_H
#define LUACDK_REPL_HISTORY_H

#include "base/arena.h"

struct history {
    struct arena arena;
    char *path; /* NULL: nothing is saved */
    char *last; /* the last entry */
};

/* Finds the file of the working folder and passes each entry in it to `visit`, oldest first. Creates nothing. The
 * caller ends it with history_close. */
void history_open(struct history *history, void (*visit)(void *context, const char *text), void *context);
void history_close(struct history *history);

/* Adds an entry, unless it repeats the last one. */
void history_add(struct history *history, const char *text);

#endif
