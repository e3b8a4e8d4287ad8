/* The interactive session: `luacdk repl`, and cdk.repl() inside of a script.
 *
 * The session's own code that speaks of Lua values is Lua, lua/luacdk/repl, and lives in the state that the user's lines
 * run in. Here is what outlives such a state: the terminal, the signals, the loop, and the rebuilding of a state by
 * running the accepted lines again. */
#ifndef LUACDK_REPL_REPL_H
#define LUACDK_REPL_REPL_H

#include "host/script.h"

#include <lua.h>
#include <stdbool.h>

struct repl_request {
    struct script script; /* `file` NULL: an empty session */
    bool no_schema_check;
    bool keep_going;      /* input that nobody types goes on after an error */
    const char *settings; /* the file that --settings names, or NULL */
    const char *greeting; /* first line for whoever types, or NULL */
    /* Says that an assembly was written to this folder. */
    void (*written)(const char *folder);
};

/* Runs a session to its end and returns the exit status of the program. Errors are reported. */
int repl_run(const struct repl_request *request);

/* Lets the script that will run in L call cdk.repl(), as `request` describes it; both must live as long as the state.
 * Takes next to no time: nothing of the session is loaded before. */
void repl_provide(lua_State *L, const struct repl_request *request);

#endif
