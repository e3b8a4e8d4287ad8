/* A session state: one Lua state with the user's script, if there is one, and the accepted lines. To undo a line, or to
 * continue from an earlier one, the session builds another state and runs the lines again there.
 *
 * A script runs on its own C stack, so that it can wait in a call of cdk.repl() while the session evaluates lines
 * there, and can be abandoned there when the session continues in another state. */
#ifndef LUACDK_REPL_SESSION_STATE_H
#define LUACDK_REPL_SESSION_STATE_H

#include "repl/fiber.h"
#include "repl/repl.h"

#include <lua.h>
#include <stdbool.h>

struct session;
struct terminal;

/* How a session was opened: the same for all its states. */
struct session_origin {
    struct session *session;
    const struct repl_request *request;
    const struct terminal *terminal;
    bool in_script; /* from a script that luacdk runs, not by `luacdk repl`: what it does is for real */
};

struct session_state {
    struct session_origin origin;
    lua_State *L;
    lua_State *at; /* where lines are evaluated: L, or the coroutine that called cdk.repl() */
    struct fiber *fiber;
    struct script script;
    int stops;        /* number of calls of cdk.repl() so far */
    bool paused;      /* inside such a call */
    bool failed;      /* of the script, or of the session's own code: the message is on top of L's stack */
    bool for_real;    /* to write the output: assets are copied and built */
    bool inherited;   /* the state is not ours to close */
    lua_Debug caller; /* the caller of cdk.repl(), while paused */
};

/* A new state in which nothing has run, and which knows nothing of the session yet; NULL if there is no memory. `output` is the folder for an assembly, if
 * `for_real`. */
struct session_state *state_new(const struct session_origin *origin, bool for_real, const char *output);

/* A state in which a script is already running, and has called cdk.repl() from L. */
struct session_state *state_inherit(const struct session_origin *origin, lua_State *L);

void state_free(struct session_state *state);

/* Opens the Lua part of the session, with what it keeps from the previous state (NULL: nothing). False: it failed. */
bool state_open_session(struct session_state *state, struct session_state *before);

/* Runs the script until its next cdk.repl() or its end. False: it failed. */
bool state_go_on(struct session_state *state);

/* Calls a method of the Lua part with `count` arguments on top of `at`, and leaves its `results` there instead. False:
 * it failed, which is a fault of the session itself, or was interrupted; then leaves a message. */
bool state_call(struct session_state *state, const char *method, int count, int results);

/* Called by cdk.repl(). Returns when the session wants the script to continue; in an inherited state at once, and then
 * the caller unsets `paused`. */
void state_pause(struct session_state *state, lua_State *L);

/* The session state that L belongs to; NULL outside sessions. */
struct session_state *state_of(lua_State *L);

#endif
