/* A world: one Lua state with the user's script, if there is one, and the accepted lines of the session.
 *
 * A script runs on a stack of its own, so that it can stand still in a call of cdk.repl() while the session evaluates
 * lines there, and can be given up there when the session goes on in another world. */
#ifndef LUACDK_REPL_WORLD_H
#define LUACDK_REPL_WORLD_H

#include "repl/fiber.h"
#include "repl/repl.h"

#include <lua.h>
#include <stdbool.h>

struct session;

struct world {
    struct session *session;
    lua_State *L;
    lua_State *at; /* where lines are evaluated: L, or the coroutine that called cdk.repl() */
    struct fiber *fiber;
    struct script script;
    int stops;      /* calls of cdk.repl() so far */
    bool standing;  /* in such a call */
    bool failed;    /* the script, or the session's own code: the message is on top of L's stack */
    bool for_real;  /* to write what was made: assets are copied and built */
    bool inherited; /* the state is not ours to close */
    lua_Debug caller; /* whoever called cdk.repl(), while standing */
};

/* A new state in which nothing has run; NULL when there is no memory. `output` is the folder for an assembly, which
 * only a world for real has. */
struct world *world_new(struct session *session, bool for_real, const char *output);

/* A state in which a script is running already, and has called cdk.repl() from L. */
struct world *world_inherit(struct session *session, lua_State *L);

void world_free(struct world *world);

/* Opens the session's Lua side, with what it keeps from the world before (NULL: nothing). False: failed. */
bool world_open_session(struct world *world, struct world *before);

/* Lets the script run until it stands in the next cdk.repl() or has ended. False: failed. */
bool world_go_on(struct world *world);

/* Calls a method of the session's Lua side with the arguments, `count` values on top of `at`; its `results` are left
 * there instead. False: it failed, which is the session's own fault, or was interrupted; a message is left. */
bool world_call(struct world *world, const char *method, int count, int results);

/* Called by cdk.repl(). Returns when the session wants the script to go on; at once in an inherited state, of which
 * `standing` is the caller's to unset. */
void world_stand(struct world *world, lua_State *L);

/* The world whose state that is; NULL outside of any. */
struct world *world_of(lua_State *L);

#endif
