/* The interactive session: `luacdk repl`, and cdk.repl() inside a script.
 *
 * The part of the session that handles Lua values is written in Lua (lua/luacdk/repl) and lives in the state in which
 * the user's lines run. Here is what outlives such a state: the terminal, the signals, the loop, and the code that
 * rebuilds a state by running the accepted lines again. */
#ifndef LUACDK_REPL_REPL_H
#define LUACDK_REPL_REPL_H

#include "host/script.h"

#include <lua.h>
#include <stdbool.h>

struct repl_request {
    struct script script; /* `file` NULL: an empty session */
    bool no_schema_check;
    bool rescue;          /* a script that fails opens the session where it failed */
    bool keep_going;      /* piped input continues after an error */
    const char *settings; /* the file that --settings names, or NULL */
    const char *greeting; /* the first line on a terminal, or NULL */
    /* Reports that an assembly was written to this folder. */
    void (*written)(const char *folder);
};

/* Runs a session to its end and returns the exit status of the program. Errors are reported. */
int repl_run(const struct repl_request *request);

/* Makes cdk.repl() available to the script that will run in L, as `request` describes it; both must live as long as the
 * state. Takes almost no time: nothing of the session is loaded in advance. */
void repl_provide(lua_State *L, const struct repl_request *request);

#endif
