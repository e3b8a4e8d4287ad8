/* Warnings, printed on standard error while a script runs: never part of the output, and each only once. */
#ifndef LUACDK_OBJECT_WARNINGS_H
#define LUACDK_OBJECT_WARNINGS_H

#include <lua.h>

#include "object/complaint.h"

/* Prints `[WARNING] file:line: [construct path] text`. `construct` is the stack index of a construct, or 0. */
void warning_print(lua_State *L, int construct, const struct complaint *complaint);

/* Prints the warnings that were deferred and that nobody else tells: call it at the end of a run, however that ends. */
void warnings_flush(lua_State *L);

/* Warns that an API is deprecated, and names what to use instead unless that is NULL; once for each name. The
 * environment variable JSII_DEPRECATED has the same effect as for the library: "quiet" is silent, "fail" raises. */
void warning_deprecated(lua_State *L, const char *name, const char *remedy);

/* Adds to the module table on top of the stack: tell(text), which prints to standard error; deprecated(name, remedy);
 * warnings(on), which switches warning_print on or off and returns the previous setting; warnings_told(), the list of
 * everything told; warnings_hold(), after which warnings are only listed, not printed; warnings_defer(), after which those
 * about constructs are printed by warnings_flush; warnings_drop(told_elsewhere), which forgets the deferred ones for whose
 * path the function returns true. */
void warnings_open(lua_State *L);

#endif
