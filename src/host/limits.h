/* Limits on a script's memory, instructions and time.
 *
 * Instructions are those of Lua's virtual machine, counted by a hook in every thread, plus those that our replacements
 * of standard functions charge for their loops in C (limits_charge). Memory is what Lua's allocator hands out. Time is
 * wall-clock time. A script that exceeds a limit gets an error that pcall cannot catch: it is raised again at every
 * further instruction until limits_end.
 *
 * A C function that runs on past the time limit is ended together with the program, with a message (base/interrupt.h).
 * Memory outside Lua (documents, files being read) is bounded by a resource limit of the process; exceeding it also
 * ends the program. In both cases the output folder stays as it was. Work in somebody else's program (base/interrupt.h)
 * ends no program: there, what these two would stop goes on.
 *
 * Only one state of a thread is under limits at a time. While none is, limits cost nothing. */
#ifndef LUACDK_HOST_LIMITS_H
#define LUACDK_HOST_LIMITS_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Zero means no limit. */
struct limits {
    size_t memory; /* bytes, in addition to what the state uses when the limits begin */
    long long instructions;
    double seconds;
};

/* Puts the state under limits or, if it already is, starts counting anew with these. `L` is the running thread. */
void limits_begin(lua_State *L, const struct limits *limits);

/* Removes the limits. limits_message keeps its text until the next limits_begin. */
void limits_end(void);

/* Whether a state is under limits, and whether it has reached one. */
bool limits_active(void);
bool limits_reached(void);

/* Whether the error at that index was caused by a limit, including one that only says that memory is short. */
bool limits_reached_by(lua_State *L, int error);

/* "app.lua:3: the limit of …", once a limit has been reached. */
const char *limits_message(void);

/* Raises the error of a limit that has been reached, in C code that called Lua code and is about to continue. */
int limits_raise(lua_State *L);

/* Counts `amount` steps of work in C as instructions; raises if none are left. Costs nothing without limits. */
void limits_charge(lua_State *L, long long amount);

/* Like limits_charge, for code that owns memory: returns false instead of raising. */
bool limits_take(lua_State *L, long long amount);

/* Sets another reason to stop work in C that calls limits_take or limits_charge: they also ask `asked`, which must cost
 * almost nothing, and `raise` raises the error. For a session, whose lines Ctrl-C stops. NULL, NULL: no other
 * reason. */
void limits_interrupt_by(bool (*asked)(void), int (*raise)(lua_State *L));

/* Says that `thread` now runs, so that it can be stopped; returns the previous one, to be passed back later. */
lua_State *limits_enter_thread(lua_State *thread);

/* Gives a thread the counting hook, or removes it if there are no limits. */
void limits_hook(lua_State *L);

#endif
