/* Elements and their logical ids. */
#include "synth/element.h"

#include <lauxlib.h>
#include <string.h>

#include "base/arena.h"
#include "document/logical_id.h"
#include "object/class.h"
#include "object/diagnostics.h"
#include "object/node.h"
#include "object/scratch.h"
#include "object/state.h"
#include "object/token.h"
#include "synth/resolve.h"

void element_freeze_ids(lua_State *L, bool frozen) { engine_state(L)->ids_frozen = frozen; }

/* --- making elements ---------------------------------------------------------------------------------------------- */

void element_init(lua_State *L, int self, int scope, int id, unsigned flags) {
    self = lua_absindex(L, self);
    scope = lua_absindex(L, scope);
    id = lua_absindex(L, id);
    lua_pushcfunction(L, node_construct_init);
    lua_pushvalue(L, self);
    lua_pushvalue(L, scope);
    lua_pushvalue(L, id);
    lua_call(L, 3, 0);
    struct node *node = node_expect(L, self);
    if (!node->stack) {
        const char *class = class_name_of(L, self);
        engine_fail(L, self, "%s must be made inside a Stack, but it is in none",
                    class ? schema_short_name(class) : "an element");
    }
    node->flags |= NODE_ELEMENT | flags;
    node->element = arena_calloc(node_arena(node), 1, sizeof *node->element);
}

static int element_init_method(lua_State *L) {
    lua_settop(L, 3);
    element_init(L, 1, 2, 3, 0);
    return 0;
}

/* --- logical ids ----------------------------------------------------------------------------------------------------
 */

/* Fills `out` with the id made of the path below the stack. */
static void allocate_id(lua_State *L, struct node *node, char out[UNIQUE_ID_MAX]) {
    struct id_component components[MAX_TREE_DEPTH];
    size_t depth = 0;
    for (const struct node *n = node; n && n != node->stack; n = n->parent) {
        depth++;
    }
    size_t i = depth;
    for (const struct node *n = node; i > 0; n = n->parent) {
        components[--i] = (struct id_component){n->id, n->id_length};
        if (token_has_marker(n->id, n->id_length)) {
            node_push(L, node);
            engine_fail(L, lua_gettop(L),
                        "the id '%s' contains a value known only at deployment; ids must be plain strings", n->id);
        }
    }
    const char *problem = make_unique_id(components, depth, out);
    if (problem) {
        node_push(L, node);
        engine_fail(L, lua_gettop(L), "%s", problem);
    }
}

static bool is_logical_id(const char *s) {
    size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    return n > 0 && n <= 255 && s[n] == '\0';
}

/* Whether a user's Stack class allocates ids itself: pushes that function and returns true. */
static bool push_custom_allocator(lua_State *L, struct node *stack) {
    if (stack->flags & NODE_LIBRARY_IDS) {
        return false;
    }
    node_push(L, stack);
    class_push_member(L, -1, "_allocate_logical_id");
    lua_remove(L, -2);
    if (lua_isfunction(L, -1) && !lua_iscfunction(L, -1)) {
        lua_Debug ar;
        lua_pushvalue(L, -1);
        lua_getinfo(L, ">S", &ar);
        if (strncmp(ar.source, LIBRARY_CHUNK, sizeof LIBRARY_CHUNK - 1) != 0) {
            return true;
        }
    }
    stack->flags |= NODE_LIBRARY_IDS;
    lua_pop(L, 1);
    return false;
}

/* Pushes the id after the stack's renamings. */
static const char *push_renamed(lua_State *L, struct node *node, const char *id) {
    node_push_extras(L, node->stack, false);
    if (lua_istable(L, -1) && lua_getfield(L, -1, "renames") == LUA_TTABLE) {
        if (lua_getfield(L, -1, id) == LUA_TSTRING) {
            /* Used renamings are remembered, so that unknown ones can be reported at the end. */
            lua_getfield(L, -3, "renames_used");
            lua_pushboolean(L, 1);
            lua_setfield(L, -2, id);
            lua_pop(L, 1);
            return lua_tostring(L, -1);
        }
    }
    return lua_pushstring(L, id);
}

const char *element_logical_id(lua_State *L, struct node *node) {
    if (!node->element) {
        node_push(L, node);
        engine_fail(L, lua_gettop(L), "this construct has no logical id: it is not an element of a template");
    }
    if (node->element->logical_id) {
        return node->element->logical_id;
    }
    int top = lua_gettop(L);
    luaL_checkstack(L, 12, NULL);
    node_push(L, node);
    bool keep = true;
    const char *id;
    char allocated[UNIQUE_ID_MAX];
    engine_push_key(L, KEY_ID_OVERRIDE);
    if (lua_rawget(L, -2) != LUA_TNIL) {
        if (lua_type(L, -1) != LUA_TSTRING) {
            if (node->element->naming) {
                /* The producer of the id may refer to the element, by the id that it has without the override. */
                lua_pushliteral(L, "_logical_id_while_naming");
                if (lua_rawget(L, top + 1) != LUA_TSTRING) {
                    engine_fail(L, top + 1, "the logical id given to override_logical_id depends on itself");
                }
                id = arena_strdup(node_arena(node), lua_tostring(L, -1));
                lua_settop(L, top);
                return id;
            }
            node->element->naming = true;
            keep = engine_state(L)->ids_frozen;
            struct arena *arena = push_arena(L);
            struct resolver r = resolver_for_lua(L, arena, node);
            cJSON *value = resolve_value(&r, top + 2);
            if (!doc_is_string(value)) {
                engine_fail(L, top + 1,
                            "the logical id given to override_logical_id is not a string known at synthesis");
            }
            lua_pushstring(L, value->valuestring);
            arena_free(arena);
            node->element->naming = false;
        }
        id = lua_tostring(L, -1);
    } else if (push_custom_allocator(L, node->stack)) {
        node_push(L, node->stack);
        node_push(L, node);
        lua_call(L, 2, 1);
        if (lua_type(L, -1) != LUA_TSTRING) {
            engine_fail(L, top + 1, "the stack's _allocate_logical_id did not return a string");
        }
        id = push_renamed(L, node, lua_tostring(L, -1));
    } else {
        allocate_id(L, node, allocated);
        id = push_renamed(L, node, allocated);
        if (!is_logical_id(id)) {
            engine_fail(L, top + 1,
                        "the logical id '%s' must consist of 1 to 255 letters and digits; -> give the construct an id "
                        "with some",
                        id);
        }
    }
    char *copy = arena_strdup(node_arena(node), id);
    lua_settop(L, top);
    if (keep) { /* otherwise the answer may differ next time */
        node->element->logical_id = copy;
    }
    return copy;
}

/* element:override_logical_id(id) */
static int element_override_logical_id(lua_State *L) {
    struct node *node = node_check(L, 1);
    luaL_checkany(L, 2);
    if (!node->element) {
        return engine_fail(L, 1, "only elements of a template have a logical id");
    }
    lua_getfield(L, 1, "_logical_id_locked");
    if (lua_toboolean(L, -1)) {
        return engine_fail(
            L, 1,
            "another stack already uses the logical id of this element, so it cannot be changed to '%s'; "
            "override it before it is referenced there",
            luaL_tolstring(L, 2, NULL));
    }
    if (lua_type(L, 2) == LUA_TSTRING && lua_rawlen(L, 2) == 0) {
        return engine_fail(L, 1, "the logical id must not be empty");
    }
    lua_pushvalue(L, 2);
    lua_setfield(L, 1, "_logical_id_override");
    node->element->logical_id = NULL;
    return 0;
}

static int get_logical_id(lua_State *L) {
    node_check(L, 1);
    lua_pushliteral(L, "_logical_id_token");
    if (lua_rawget(L, 1) == LUA_TNIL) {
        token_new(L, TOKEN_LOGICAL_ID, TOKEN_STRING);
        lua_pushvalue(L, 1);
        lua_setiuservalue(L, -2, 1);
        lua_pushvalue(L, -1);
        lua_setfield(L, 1, "_logical_id_token");
    }
    return 1;
}

static int get_stack(lua_State *L) {
    node_push(L, node_check(L, 1)->stack);
    return 1;
}

static int get_creation_stack(lua_State *L) {
    const struct node *node = node_check(L, 1);
    lua_newtable(L);
    if (node->source) {
        push_location(L, node->source, node->line);
        lua_rawseti(L, -2, 1);
    }
    return 1;
}

static int element_is_cfn_element(lua_State *L) {
    const struct node *node = node_of(L, 1);
    lua_pushboolean(L, node && node->flags & NODE_ELEMENT);
    return 1;
}

/* engine.rename_logical_id(stack, old, new) */
static int l_rename_logical_id(lua_State *L) {
    struct node *stack = node_check(L, 1);
    luaL_checkstring(L, 2);
    luaL_checkstring(L, 3);
    node_push_extras(L, stack, true);
    if (lua_getfield(L, -1, "renames") == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_setfield(L, -2, "renames_used");
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, "renames");
    }
    lua_pushvalue(L, 2);
    if (lua_rawget(L, -2) != LUA_TNIL) {
        return engine_fail(L, 1, "the logical id '%s' was already renamed to '%s'", lua_tostring(L, 2),
                           lua_tostring(L, -1));
    }
    lua_pop(L, 1);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 3);
    lua_rawset(L, -3);
    return 0;
}

/* engine.allocate_logical_id(stack, element): the id that the library would allocate */
static int l_allocate_logical_id(lua_State *L) {
    char id[UNIQUE_ID_MAX];
    allocate_id(L, node_check(L, 2), id);
    lua_pushstring(L, id);
    return 1;
}

/* engine.logical_id_text(element) → the current id */
static int l_logical_id_text(lua_State *L) {
    lua_pushstring(L, element_logical_id(L, node_check(L, 1)));
    return 1;
}

/* engine.unique_id(list of ids) */
static int l_unique_id(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    struct id_component components[MAX_TREE_DEPTH];
    size_t count = lua_rawlen(L, 1);
    luaL_argcheck(L, count <= MAX_TREE_DEPTH, 1, "too many components");
    luaL_checkstack(L, (int)count + 8, NULL);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i + 1);
        components[i].text = luaL_checklstring(L, -1, &components[i].length);
    }
    char id[UNIQUE_ID_MAX];
    const char *problem = make_unique_id(components, count, id);
    if (problem) {
        return engine_fail(L, 0, "%s", problem);
    }
    lua_pushstring(L, id);
    return 1;
}

/* engine.node_unique_id(construct): all ids below the root */
static int l_node_unique_id(lua_State *L) {
    struct node *node = node_check(L, 1);
    struct id_component components[MAX_TREE_DEPTH];
    size_t depth = 0;
    for (const struct node *n = node; n->parent; n = n->parent) {
        depth++;
    }
    size_t i = depth;
    for (const struct node *n = node; i > 0; n = n->parent) {
        components[--i] = (struct id_component){n->id, n->id_length};
    }
    char id[UNIQUE_ID_MAX];
    const char *problem = make_unique_id(components, depth, id);
    if (problem) {
        return engine_fail(L, 1, "%s", problem);
    }
    lua_pushstring(L, id);
    return 1;
}

static int element_ref(lua_State *L) {
    node_check(L, 1);
    token_push_reference(L, 1, NULL, TOKEN_STRING);
    return 1;
}

/* --- classes ------------------------------------------------------------------------------------------------------ */

static const luaL_Reg element_methods[] = {{"init", element_init_method},
                                           {"override_logical_id", element_override_logical_id},
                                           {"is_cfn_element", element_is_cfn_element},
                                           {NULL, NULL}};

static const luaL_Reg element_getters[] = {
    {"logical_id", get_logical_id}, {"stack", get_stack}, {"creation_stack", get_creation_stack}, {NULL, NULL}};

static const luaL_Reg no_methods[] = {{NULL, NULL}};
static const luaL_Reg ref_getters[] = {{"ref", element_ref}, {NULL, NULL}};

static const luaL_Reg functions[] = {
    {"rename_logical_id", l_rename_logical_id}, {"allocate_logical_id", l_allocate_logical_id},
    {"logical_id_text", l_logical_id_text},     {"unique_id", l_unique_id},
    {"node_unique_id", l_node_unique_id},       {NULL, NULL}};

void element_open(lua_State *L) {
    engine_state(L)->hooks.logical_id = element_logical_id;
    luaL_setfuncs(L, functions, 0);
    lua_getfield(L, -1, "Construct");
    class_new(L, "aws_cdk.CfnElement", -1);
    class_fill(L, element_methods, element_getters);
    class_new(L, "aws_cdk.CfnRefElement", -1);
    class_fill(L, no_methods, ref_getters);
    lua_setfield(L, -4, "CfnRefElement");
    lua_setfield(L, -3, "CfnElement");
    lua_pop(L, 1);
}
