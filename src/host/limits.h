/* Limits on what a script may use: memory, instructions, time.
 *
 * Instructions are those of Lua's machine, counted by a hook in every thread, and what our own replacements of standard
 * functions charge for the loops they make in C (limits_charge). Memory is what Lua's allocator hands out. Time is that
 * of a clock on the wall. Whoever reaches a limit gets an error that no pcall keeps: it is raised again at each further
 * instruction until limits_end.
 *
 * A function in C that goes on beyond the time limit is ended with the program (base/interrupt.h), which says so. Memory that is not Lua's (documents, files being read) is bounded by a resource limit of the
 * process, at which the program ends as well. In both cases the output folder stays as it was.
 *
 * Only one state of the process is under limits at a time. While none is, nothing of this costs anything. */
#ifndef LUACDK_HOST_LIMITS_H
#define LUACDK_HOST_LIMITS_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Zero means: no such limit. */
struct limits {
    size_t memory; /* bytes, beyond what the state holds when they begin */
    long long instructions;
    double seconds;
};

/* Puts the state under limits, or, if it is already, gives it these anew, nothing used. `L` is the running thread. */
void limits_begin(lua_State *L, const struct limits *limits);

/* Takes the limits away. What limits_message says stays until the next limits_begin. */
void limits_end(void);

/* Whether some state is under limits, and whether one of them has been reached. */
bool limits_active(void);
bool limits_reached(void);

/* Whether the error at that index came of a limit: also one that says only that memory is short. */
bool limits_reached_by(lua_State *L, int error);

/* "app.lua:3: the limit of …", once a limit has been reached. */
const char *limits_message(void);

/* Raises the error of a limit that has been reached; in C code that ran Lua code and is about to go on. */
int limits_raise(lua_State *L);

/* Counts `amount` steps of work done in C as instructions; raises when none are left. Free without limits. */
void limits_charge(lua_State *L, long long amount);

/* Like limits_charge, for code that holds memory: false instead of an error. */
bool limits_take(lua_State *L, long long amount);

/* What else may stop work in C that asks limits_take or limits_charge: from now on they look at `asked`, which must cost
 * nothing, and `raise` makes the error. For a session, whose lines Ctrl-C stops. NULL, NULL: nothing any more. */
void limits_interrupt_by(bool (*asked)(void), int (*raise)(lua_State *L));

/* Says that `thread` runs now, so that it can be stopped; returns the one that ran before, to be given back. */
lua_State *limits_enter_thread(lua_State *thread);

/* Gives a thread the hook that counts, or none without limits. */
void limits_hook(lua_State *L);

#endif
