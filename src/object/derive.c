/* Members and classes that follow from the schema alone. */
#include "object/derive.h"

#include <lauxlib.h>
#include <string.h>

#include "base/text.h"
#include "object/state.h"

/* The library module { member = function, class = function }, loaded by the first script that needs it. */
#define DERIVERS "aws_cdk.l2.derive"

/* Pushes the deriver of this name. */
static void push_deriver(lua_State *L, const char *name) {
    engine_push_global(L, "require");
    lua_pushliteral(L, DERIVERS);
    lua_call(L, 1, 1);
    lua_getfield(L, -1, name);
    lua_remove(L, -2);
}

/* References and grants need no recipe: they follow from their types and from other members. */
static bool is_view(const char *name) { return text_ends_in(name, "_ref") || strcmp(name, "grants") == 0; }

static bool follows_from_names(const char *name) {
    return is_view(name) || strncmp(name, "grant_", 6) == 0 || strcmp(name, "metric") == 0;
}

bool derive_makes_property(const struct schema_member *member) { return member->recipe || is_view(member->name); }

/* Pushes the names of the fields of a struct, or nil. */
static void push_field_names(lua_State *L, const struct schema_type *type) {
    if (!type || type->kind != SCHEMA_STRUCT) {
        lua_pushnil(L);
        return;
    }
    const struct schema_fields *fields = schema_fields(type);
    lua_createtable(L, (int)fields->count, 0);
    for (size_t i = 0; i < fields->count; i++) {
        lua_pushstring(L, fields->items[i].name);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

bool derive_member(lua_State *L, int cls, const struct schema_type *type, const char *name, bool is_static) {
    const struct schema_member *member = schema_member(type, name);
    if (!member || ((member->flags & FIELD_STATIC) != 0) != is_static ||
        !(member->recipe || (is_static ? strncmp(name, "is_", 3) == 0 : follows_from_names(name)))) {
        return false;
    }
    cls = lua_absindex(L, cls);
    luaL_checkstack(L, 8, NULL);
    push_deriver(L, "member");
    const struct schema_type *of = member->shape ? schema_shape_type(member->shape) : NULL;
    lua_pushvalue(L, cls);
    lua_pushstring(L, name);
    lua_pushstring(L, member->recipe);
    lua_pushstring(L, schema_declaring(type, name)->full_name);
    lua_pushstring(L, of ? of->full_name : NULL);
    push_field_names(L, of);
    lua_call(L, 6, 1);
    bool defined = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return defined;
}

/* Whether a class is nothing but constants, all of which have recipes. */
static bool holds_only_constants(const struct schema_type *type) {
    size_t count;
    const struct schema_member *members = schema_members(type, &count);
    for (size_t i = 0; i < count; i++) {
        if (!members[i].recipe || !(members[i].flags & FIELD_STATIC)) {
            return false;
        }
    }
    return count > 0 && !schema_constructor(type) && !type->base;
}

bool derive_push_class(lua_State *L, const struct schema_type *type) {
    if (type->kind != SCHEMA_CLASS) {
        return false;
    }
    const char *recipe = schema_recipe(type);
    if (!recipe && !holds_only_constants(type)) {
        return false;
    }
    push_deriver(L, "class");
    lua_pushstring(L, type->full_name);
    lua_pushstring(L, recipe);
    lua_call(L, 2, 1);
    return true;
}

/* engine.declares(full name of a class, member): whether the model declares the member in the class or in a base. */
static int l_declares(lua_State *L) {
    const struct schema_type *type = schema_find_full(luaL_checkstring(L, 1));
    lua_pushboolean(L, type && schema_member(type, luaL_checkstring(L, 2)));
    return 1;
}

/* engine.bounds(struct, field) → lowest and highest number, smallest and greatest length, fewest and most items that
 * CloudFormation accepts */
static int l_bounds(lua_State *L) {
    const struct schema_type *type = schema_find_full(luaL_checkstring(L, 1));
    size_t length;
    const char *name = luaL_checklstring(L, 2, &length);
    const struct schema_field *field =
        type && type->kind == SCHEMA_STRUCT ? schema_field(schema_fields(type), name, length) : NULL;
    if (!field || !field->rules) {
        return luaL_error(L, "the model has no bounds for %s.%s", lua_tostring(L, 1), name);
    }
    lua_pushnumber(L, field->rules->number.low);
    lua_pushnumber(L, field->rules->number.high);
    lua_pushnumber(L, field->rules->length.low);
    lua_pushnumber(L, field->rules->length.high);
    lua_pushnumber(L, field->rules->items.low);
    lua_pushnumber(L, field->rules->items.high);
    return 6;
}

/* engine.recipes(full name of a class) → { member = recipe } for its own members; recipe of the class or nil */
static int l_recipes(lua_State *L) {
    const struct schema_type *type = schema_find_full(luaL_checkstring(L, 1));
    size_t count = 0;
    const struct schema_member *members = type ? schema_members(type, &count) : NULL;
    lua_newtable(L);
    for (size_t i = 0; i < count; i++) {
        if (members[i].recipe) {
            lua_pushstring(L, members[i].recipe);
            lua_setfield(L, -2, members[i].name);
        }
    }
    lua_pushstring(L, type ? schema_recipe(type) : NULL);
    return 2;
}

static const luaL_Reg functions[] = {
    {"declares", l_declares}, {"bounds", l_bounds}, {"recipes", l_recipes}, {NULL, NULL}};

void derive_open(lua_State *L) { luaL_setfuncs(L, functions, 0); }
