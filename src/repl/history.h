/* The lines typed in earlier sessions of a project, kept in $XDG_STATE_HOME/luacdk/history (by default below
 * ~/.local/state), a file a project folder that only its user can read.
 *
 * Several sessions may write at once: each line is appended under a lock. A file that cannot be read or written is told
 * of once and is no error. */
#ifndef LUACDK_REPL_HISTORY_H
#define LUACDK_REPL_HISTORY_H

#include "base/arena.h"

struct history {
    struct arena arena;
    char *path; /* NULL: nothing is kept */
    char *last; /* the line that was added last */
};

/* Finds the file of the working folder and gives each line in it to `visit`, oldest first. Nothing is created. The
 * caller ends it with history_close. */
void history_open(struct history *history, void (*visit)(void *context, const char *line), void *context);
void history_close(struct history *history);

/* Adds a line, unless it is that before again. */
void history_add(struct history *history, const char *line);

#endif
