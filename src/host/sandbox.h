/* Running code that its user did not write: definitions, and scripts under --sandbox.
 *
 * Such code gets globals of its own, without what reaches files, processes or the machine (sandbox_globals.h);
 * limits (limits.h); and the guard of every way to files and programs (base/guard.h). Guard and limits stay in force
 * when it has returned, for the functions that it left behind are called later: by the synthesis, by the script. They
 * end with the run. docs/sandbox.md says what is promised. */
#ifndef LUACDK_HOST_SANDBOX_H
#define LUACDK_HOST_SANDBOX_H

#include "base/error.h"
#include "host/limits.h"

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

struct sandbox {
    const char *root;   /* the folder whose files it may read */
    const char *output; /* the folder it may write, which need not exist; NULL: only outputs opened before */
    struct limits limits;
};

/* What holds without options: 512 MiB, 2,000 million instructions, 60 seconds. */
extern const struct limits sandbox_default_limits;

/* From here on this thread's code is untrusted: guard and limits are in force, nothing used yet. 0, or -1 and *e when
 * the root cannot be read. Must not be nested. */
int sandbox_enter(lua_State *L, const struct sandbox *sandbox, struct error *e);

/* The untrusted code has returned. Guard and limits stay; what may be read are now the roots of all code that ran so, and
 * the folder of the script (sandbox_set_script); the limits begin anew. */
void sandbox_leave(lua_State *L);

/* Lifts guard and limits. Only for whoever knows that nothing of the untrusted code will run any more. */
void sandbox_forget(lua_State *L);

/* A session goes from one of its user's lines to the next, and waits in between for as long as that user likes. So what
 * untrusted code has left behind is under the limits for each line anew; while none runs there are none. */
void sandbox_begin_line(lua_State *L);
void sandbox_end_line(void);

/* A session is about to build another state, in which nothing untrusted has run yet: the guard is lifted for its sake.
 * When the session stays with the old one after all, sandbox_take_up, which gets what sandbox_set_aside returned, puts
 * the guard up again. */
bool sandbox_set_aside(void);
void sandbox_take_up(bool entered);

/* What `call` and `load` of the module luacdk.sandbox use where their options say nothing: limits (zero: the usual
 * ones), output folder (not copied), whether all is trusted. `script` is the run's own script, or NULL: what lies beside
 * it may be read when untrusted code has returned. */
void sandbox_set_run(const struct limits *limits, const char *output, const char *script, bool trust);

/* Whether untrusted code has run in this state. */
bool sandbox_entered(void);

#endif
