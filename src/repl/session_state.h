/* The state of a session: one Lua state with the user's script, if there is one, and the accepted lines. What takes a
 * line back, or goes on from an earlier one, builds another and runs the lines there again.
 *
 * A script runs on a stack of its own, so that it can stand still in a call of cdk.repl() while the session evaluates
 * lines there, and can be given up there when the session goes on in another. */
#ifndef LUACDK_REPL_SESSION_STATE_H
#define LUACDK_REPL_SESSION_STATE_H

#include "repl/fiber.h"
#include "repl/repl.h"

#include <lua.h>
#include <stdbool.h>

struct session;

/* How a session was opened: the same for all of its states. */
struct session_origin {
    struct session *session;
    const struct repl_request *request;
    bool in_script; /* by a script that luacdk runs, not by `luacdk repl`: what it does is for real */
};

struct session_state {
    struct session_origin origin;
    lua_State *L;
    lua_State *at; /* where lines are evaluated: L, or the coroutine that called cdk.repl() */
    struct fiber *fiber;
    struct script script;
    int stops;        /* calls of cdk.repl() so far */
    bool paused;      /* in such a call */
    bool failed;      /* the script, or the session's own code: the message is on top of L's stack */
    bool for_real;    /* to write what was made: assets are copied and built */
    bool inherited;   /* the state is not ours to close */
    lua_Debug caller; /* whoever called cdk.repl(), while paused */
};

/* A new state in which nothing has run; NULL when there is no memory. `output` is the folder for an assembly, which
 * only one for real has. */
struct session_state *state_new(const struct session_origin *origin, bool for_real, const char *output);

/* A state in which a script is running already, and has called cdk.repl() from L. */
struct session_state *state_inherit(const struct session_origin *origin, lua_State *L);

void state_free(struct session_state *state);

/* Opens the session's Lua side, with what it keeps from the state before (NULL: nothing). False: failed. */
bool state_open_session(struct session_state *state, struct session_state *before);

/* Lets the script run until it stands in the next cdk.repl() or has ended. False: failed. */
bool state_go_on(struct session_state *state);

/* Calls a method of the session's Lua side with the arguments, `count` values on top of `at`; its `results` are left
 * there instead. False: it failed, which is the session's own fault, or was interrupted; a message is left. */
bool state_call(struct session_state *state, const char *method, int count, int results);

/* Called by cdk.repl(). Returns when the session wants the script to go on; at once in an inherited state, of which
 * `paused` is the caller's to unset. */
void state_pause(struct session_state *state, lua_State *L);

/* The session state that L belongs to; NULL outside of any. */
struct session_state *state_of(lua_State *L);

#endif
