/* Errors on the user's own lines. */
#ifndef LUACDK_OBJECT_DIAGNOSTICS_H
#define LUACDK_OBJECT_DIAGNOSTICS_H

#include <lua.h>

#include "object/user_line.h"

/* Pushes a likely variable name for an object of the type of that name: "policy_statement" for a PolicyStatement. */
const char *push_noun(lua_State *L, const char *type_name);

/* Raises `file:line: [construct path] text`; never returns. `construct` is the stack index of a construct, or 0. If no
 * user code is running (during synthesis), names the line where the construct was made. Formats like
 * lua_pushfstring. FIX_MARK in the format stands before what would be right: "a and b exclude each other; -> give one
 * of them". It is not printed, but luacdk check tells both parts apart. */
int engine_fail(lua_State *L, int construct, const char *format, ...);
#define FIX_MARK "-> "

/* The same, with the row on top of the stack (complaint.h), whose `text` is raised. */
int engine_fail_row(lua_State *L, int construct);

/* Adds the functions of diagnostics.c to the module table on top of the stack. */
void diagnostics_open(lua_State *L);

#endif
