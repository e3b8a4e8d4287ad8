/* Classes: the basis of `lambda.Function(scope, id, props)` and `constructs.Construct:extend "Api"`.
 *
 *   class table C           metatable of its instances; own methods, statics and
 *     get, set              computed properties: name → function(self [, value])
 *     init                  initialiser
 *   CLASS metatable         shared by all classes: call constructs, index finds inherited statics
 *
 * A member of an instance is looked up in the instance, then in a cache of the class of what was found before, then in
 * the chain of bases. Library classes (engine.class) are bound to their row of the schema, which is used to check the
 * constructor's arguments; users' classes (`:extend`) reach the checked initialiser of a library base through
 * `super.init`. */
#ifndef LUACDK_OBJECT_CLASS_H
#define LUACDK_OBJECT_CLASS_H

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>

#include "object/ancestry.h"

/* Pushes a new class. `name` is the full Lua name; `base` is the stack index of the base class, or 0. */
void class_new(lua_State *L, const char *name, int base);

/* Adds methods and computed properties written in C to the class on top of the stack. */
void class_fill(lua_State *L, const luaL_Reg *methods, const luaL_Reg *getters);

/* Pushes member `name` of the instance without raising for an unknown one and without calling getters: a method or
 * constant, or true for a computed property; nil if there is none. */
void class_push_member(lua_State *L, int idx, const char *name);

/* Replaces the table at `idx`, which holds the struct's fields and possibly fields of the user's own, with a copy
 * without the latter: unknown fields that do not look like a typing mistake. */
void class_drop_own_fields(lua_State *L, int idx, const struct schema_type *type);

/* Pushes a new object of no class of the model, whose fields are the members of the interface of that full name. */
void class_new_object(lua_State *L, const char *interface);

/* Adds the functions of class.c to the module table on top of the stack. */
void class_open(lua_State *L);

#endif
