/* Going on after mistakes, for luacdk check: a call of the library that fails is told and answered with a stand-in, so
 * that the script goes on and its other mistakes are found too. A call that is given a stand-in is only checked: what
 * it did would only follow from the mistake. */
#ifndef LUACDK_OBJECT_TOLERATE_H
#define LUACDK_OBJECT_TOLERATE_H

#include <lua.h>
#include <stdbool.h>

#include "schema/schema.h"

/* What a function that tolerate_call may have called finds out first. */
struct tolerance {
    bool protected; /* it was called by tolerate_call: the user is one level further away */
    bool tainted;   /* it was given a stand-in: check the arguments, then return a stand-in */
};

/* Whether the user's call of the running C function, with its arguments on the stack, shall go through tolerate_call.
 * Not if the user's own code catches its errors. */
bool tolerate_wants(lua_State *L);

/* Calls the running C function again, protected; returns its results, or a stand-in after an error: of an instance of
 * the class (or stand-in of one) at `cls`, or if that is 0 of a value of the shape, which may be NULL. */
int tolerate_call(lua_State *L, int cls, const struct schema_shape *result);

struct tolerance tolerate_begin(lua_State *L);

/* A member that `name` does not have was read: raises "name has no member 'key'; did you mean 'best'?", about the
 * construct at that stack index (0: none). `best` may be NULL, and `hint`, which then stands for it. If mistakes are
 * tolerated and user code reads it, tells it and returns whether it is clear that `best` was meant. */
bool tolerate_misread(lua_State *L, int construct, const char *name, const char *key, const char *best,
                      const char *hint);

/* Takes the handler of messages and the function that is told of mistakes from the top of the stack (popped). Stand-ins
 * must have begun, too. */
void tolerate_from_now_on(lua_State *L);

#endif
