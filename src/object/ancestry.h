/* Which classes a value belongs to: questions about classes and instances that look up no members and call nothing. */
#ifndef LUACDK_OBJECT_ANCESTRY_H
#define LUACDK_OBJECT_ANCESTRY_H

#include <lua.h>
#include <stdbool.h>

#include "schema/schema.h"

/* True if the value is a class table. */
bool class_is_class(lua_State *L, int idx);

/* True if the value is an instance of any class. */
bool class_is_instance(lua_State *L, int idx);

/* Pushes the class of the instance at `idx`; false (nothing pushed) if it is not an instance. */
bool class_push(lua_State *L, int idx);

/* True if the value at `idx` is an instance of the class at `cls` or of a class derived from it. */
bool class_is_a(lua_State *L, int idx, int cls);

/* True if the class at `cls` was made by a user with `extend`. */
bool class_is_user(lua_State *L, int cls);

/* Replaces the class on top of the stack by its base; false (class popped) at the end of the chain. */
bool class_to_base(lua_State *L);

/* The public type that is bound to the class on top of the stack itself; NULL if none. */
const struct schema_type *class_own_schema(lua_State *L);

/* What the class on top of the stack stands for without being public: an interface, or the class whose imports it makes;
 * NULL if nothing. */
const struct schema_type *class_own_interface(lua_State *L);

/* The nearest public type in the chain of classes of an instance (or class); NULL if none. */
const struct schema_type *class_schema_of(lua_State *L, int idx);

/* True if the value at `idx` is an instance of a class that is, extends or stands for the public type. */
bool class_is_of_type(lua_State *L, int idx, const struct schema_type *type);

/* The row of the member of the class (or instance) at `cls`; NULL if the model does not know it. */
const struct schema_member *class_row_of(lua_State *L, int cls, const char *name);

/* The name of the class of the instance (or class) at `idx`, valid while the class lives; NULL if it is neither. */
const char *class_name_of(lua_State *L, int idx);

/* Whether the value is an instance of a user's construct class that has no node yet, because its init has not called
 * that of the class it extends. */
bool class_lacks_node(lua_State *L, int idx);

#endif
