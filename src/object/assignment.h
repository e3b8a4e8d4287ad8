/* assignment.h – assignments to objects, classes, modules and enumerations of the library: a user may set what the
 * model says can be set, the library what it likes. Anything else that a user sets would be lost without a word. */
#ifndef LUACDK_OBJECT_ASSIGNMENT_H
#define LUACDK_OBJECT_ASSIGNMENT_H

#include <lua.h>
#include <stdbool.h>

/* __newindex of finished instances. Upvalues: class, cache of setters. */
int assignment_to_instance(lua_State *L);

/* Raises if a user may not give the value at 3 to the member named at 2 of the instance at 1, a finished one of the
 * class at `cls`. */
void assignment_check(lua_State *L, int cls);

/* __newindex of instances whose initialiser runs, where their class has setters. The same upvalues. */
int assignment_while_made(lua_State *L);

/* __newindex of classes. */
int assignment_to_class(lua_State *L);

/* __newindex of modules and enumerations. Upvalue: the full name. */
int assignment_to_members(lua_State *L);

/* Whether assignments to classes are looked at. They are not while a file of the library is loaded, which fills them.
 */
void assignment_guard_classes(lua_State *L, bool on);

#endif
