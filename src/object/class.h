/* Classes: what `lambda.Function(scope, id, props)` and `constructs.Construct:extend "Api"` stand on.
 *
 *   class table C           metatable of its instances; own methods, statics and
 *     get, set              computed properties: name → function(self [, value])
 *     init                  initialiser
 *   CLASS metatable         shared by all classes: call constructs, index finds inherited statics
 *
 * Looking up a member of an instance goes: own field, then a per-class cache of what was found before, then up the
 * chain of bases. Library classes (engine.class) are bound to their row of the schema, which checks the arguments of
 * the constructor; users' classes (`:extend`) reach the checked initialiser of a library base through `super.init`. */
#ifndef LUACDK_OBJECT_CLASS_H
#define LUACDK_OBJECT_CLASS_H

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>

#include "schema/schema.h"

/* Pushes a new class. `name` is the full Lua name; the base class is at `base`, or 0. */
void class_new(lua_State *L, const char *name, int base);

/* Adds methods and computed properties written in C to the class on top of the stack. */
void class_fill(lua_State *L, const luaL_Reg *methods, const luaL_Reg *getters);

/* True if the value is an instance of any class. */
bool class_is_instance(lua_State *L, int idx);

/* Whether the value is an instance of a user's class of constructs that has no node yet: the init of that class has not
 * called the one of the class it extends. */
bool class_lacks_node(lua_State *L, int idx);

/* True if the value is a class table itself. */
bool class_is_class(lua_State *L, int idx);

/* True if the value at `idx` is an instance of the class at `cls` or of a class derived from it. */
bool class_is_a(lua_State *L, int idx, int cls);

/* True if the class at `cls` is a user's, made by `extend`. */
bool class_is_user(lua_State *L, int cls);

/* Replaces the class on top of the stack by its base; false (class popped) at the end of the chain. */
bool class_to_base(lua_State *L);

/* The nearest public type in the class chain of an instance (or class); NULL if none. */
const struct schema_type *class_schema_of(lua_State *L, int idx);

/* True if the value at `idx` is an instance of a class that is, extends or stands for the public type. */
bool class_is_of_type(lua_State *L, int idx, const struct schema_type *type);

/* The row of the member of the class (or instance) at `cls`; NULL if the model does not know it. */
const struct schema_member *class_row_of(lua_State *L, int cls, const char *name);

/* Name of the class of the instance (or class) at `idx`, valid while it lives; NULL if it is none. */
const char *class_name_of(lua_State *L, int idx);

/* Pushes member `name` of the instance without raising for an unknown one and without calling getters: a method or
 * constant, or true for a computed property; nil if there is none. */
void class_push_member(lua_State *L, int idx, const char *name);

/* The user line that the construct being made is to be blamed on; false if unknown. */
bool class_location(lua_State *L, const char **source, int *line);

/* Adds the functions of class.c to the module table on top of the stack. */
void class_open(lua_State *L);

#endif
