/* Runs untrusted code: definitions, and scripts under --sandbox.
 *
 * Such code gets its own globals, without any that reach files, processes or the machine (sandbox_globals.h); limits
 * (limits.h); and the guard of every way to files and programs (base/guard.h). Guard and limits stay in force after it
 * has returned, because functions that it left behind are called later: by synthesis, or by the script. They end with
 * the run. docs/sandbox.md says what is promised. */
#ifndef LUACDK_HOST_SANDBOX_H
#define LUACDK_HOST_SANDBOX_H

#include "base/error.h"
#include "host/limits.h"

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

struct sandbox {
    const char *root;   /* the folder it may read */
    const char *output; /* the folder it may write, which need not exist; NULL: only outputs that are already open */
    struct limits limits;
};

/* The defaults: 512 MiB, 2,000 million instructions, 60 seconds. */
extern const struct limits sandbox_default_limits;

/* These limits, with the sandbox's defaults for those that are not set. */
struct limits sandbox_limits(const struct limits *given);

/* From now on this thread runs untrusted code: guard and limits are in force, and counting starts. 0, or -1 with *e if
 * the root cannot be read. Must not be nested. */
int sandbox_enter(lua_State *L, const struct sandbox *sandbox, struct error *e);

/* The untrusted code has returned. Guard and limits stay, but now the roots of all untrusted code that ran may be read,
 * and the script's folder (sandbox_set_run); the limits start counting anew. */
void sandbox_leave(lua_State *L);

/* Lifts guard and limits. Only if certainly no untrusted code will run any more. */
void sandbox_forget(lua_State *L);

/* A session runs one line after another, and waits in between for as long as the user likes. So each line starts the
 * limits anew for what untrusted code left behind; between lines there are none. */
void sandbox_begin_line(lua_State *L);
void sandbox_end_line(void);

/* Lifts the guard because a session is about to build another state, in which nothing untrusted has run yet. If the
 * session keeps the old state after all, pass the result to sandbox_take_up, which restores the guard. */
bool sandbox_set_aside(void);
void sandbox_take_up(bool entered);

/* The defaults for `call` and `load` of the module luacdk.sandbox: limits (zero: the usual ones), output folder (not
 * copied), whether everything is trusted. `script` is the run's own script, or NULL: the files beside it may be read
 * after untrusted code has returned. */
void sandbox_set_run(const struct limits *limits, const char *output, const char *script, bool trust);

/* Whether untrusted code has run in this state. */
bool sandbox_entered(void);

/* Frees what the sandbox keeps for this thread, before it ends. */
void sandbox_end_thread(void);

#endif
