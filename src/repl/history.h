/* What was typed in earlier sessions of a project, kept in $XDG_STATE_HOME/luacdk/history (by default below
 * ~/.local/state), a file a project folder that only its user can read. An entry is a chunk, a line of the file.
 *
 * Several sessions may write at once: each entry is appended under a lock. A file that cannot be read or written is
 * told of once and is no error. */
#ifndef LUACDK_REPL_HISTORY_H
#define LUACDK_REPL_HISTORY_H

#include "base/arena.h"

struct history {
    struct arena arena;
    char *path; /* NULL: nothing is kept */
    char *last; /* the entry that was added last */
};

/* Finds the file of the working folder and gives each entry in it to `visit`, oldest first. Nothing is created. The
 * caller ends it with history_close. */
void history_open(struct history *history, void (*visit)(void *context, const char *text), void *context);
void history_close(struct history *history);

/* Adds an entry, unless it is that before again. */
void history_add(struct history *history, const char *text);

#endif
