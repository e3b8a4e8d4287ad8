/* Static functions of L1 classes, such as s3.CfnBucket.from_bucket_arn(scope, id, arn) and .arn_for_bucket(bucket). */
#include "l1/l1_helpers.h"

#include <lauxlib.h>
#include <string.h>

#include "l1/l1_reference.h"
#include "object/class.h"
#include "object/diagnostics.h"
#include "object/node.h"
#include "object/state.h"
#include "object/token.h"

static const struct schema_helper *helper_row(lua_State *L) { return lua_touserdata(L, lua_upvalueindex(1)); }

/* Pushes the stack that contains a construct. */
static void push_stack(lua_State *L, int construct) {
    struct node *node = node_of(L, construct);
    if (node == NULL || node->stack == NULL) {
        engine_fail(L, node ? construct : 0, "expected a construct inside a stack, got %s",
                    luaL_tolstring(L, construct, NULL));
        return;
    }
    node_push(L, node->stack);
}

/* Pushes the account or region of a construct: its own environment if it has one, or its stack's. */
static void push_environment(lua_State *L, int construct, const char *what) {
    class_push_member(L, construct, "env");
    bool own = !lua_isnil(L, -1);
    lua_pop(L, 1);
    if (own && lua_getfield(L, construct, "env") == LUA_TTABLE) {
        if (lua_getfield(L, -1, what) != LUA_TNIL) {
            lua_remove(L, -2);
            return;
        }
        lua_pop(L, 1);
    }
    lua_settop(L, lua_gettop(L) - (own ? 1 : 0));
    push_stack(L, construct);
    lua_getfield(L, -1, what);
    lua_remove(L, -2);
}

/* The first "${Name}" of a template: its start, or NULL. */
static const char *next_placeholder(const char *text, const char **name, size_t *length) {
    const char *start = strstr(text, "${");
    const char *end = start ? strchr(start, '}') : NULL;
    if (end == NULL) {
        return NULL;
    }
    *name = start + 2;
    *length = (size_t)(end - start) - 2;
    return start;
}

static bool same(const char *text, const char *name, size_t length) {
    return strncmp(text, name, length) == 0 && text[length] == '\0';
}

/* Pushes the template with all placeholders filled. `values` is the stack index of a table with the resource's own
 * values; partition, region and account are those of the construct. */
static void push_filled(lua_State *L, const char *text, int construct, int values) {
    int pieces = 0;
    const char *name, *start;
    size_t length;
    luaL_checkstack(L, 32, NULL);
    while ((start = next_placeholder(text, &name, &length)) != NULL) {
        if (start > text) {
            lua_pushlstring(L, text, (size_t)(start - text));
            pieces++;
        }
        if (same("Partition", name, length)) {
            push_stack(L, construct);
            lua_getfield(L, -1, "partition");
            lua_remove(L, -2);
        } else if (same("Region", name, length)) {
            push_environment(L, construct, "region");
        } else if (same("Account", name, length)) {
            push_environment(L, construct, "account");
        } else {
            lua_pushlstring(L, name, length);
            lua_rawget(L, values);
        }
        pieces++;
        text = name + length + 1;
    }
    if (*text != '\0') {
        lua_pushstring(L, text);
        pieces++;
    }
    lua_concat(L, pieces);
}

/* arn_for_x(resource) */
static int arn_for(lua_State *L) {
    const struct schema_helper *helper = helper_row(L);
    lua_settop(L, 1);
    if (lua_type(L, 1) != LUA_TTABLE) {
        return engine_fail(L, 0, "%s: expected a resource with %s, got %s", helper->name, helper->ref,
                           luaL_tolstring(L, 1, NULL));
    }
    lua_newtable(L);
    for (size_t i = 0; i < helper->field_count; i++) {
        if (!l1_push_reference(L, 1, helper->ref, helper->fields[i].name)) {
            return engine_fail(L, 0, "%s: expected a resource with %s.%s, got %s", helper->name, helper->ref,
                               helper->fields[i].name, luaL_tolstring(L, 1, NULL));
        }
        if (helper->mode == HELPER_FIELD) {
            return 1;
        }
        lua_setfield(L, 2, helper->fields[i].source);
    }
    push_filled(L, helper->template_text, 1, 2);
    return 1;
}

/* Extracts the placeholders' values from a string into the table at `values`; false if it does not match the
 * template. */
static bool cut(lua_State *L, const char *template_text, const char *text, int values) {
    const char *name, *start;
    size_t length;
    while ((start = next_placeholder(template_text, &name, &length)) != NULL) {
        size_t literal = (size_t)(start - template_text);
        if (strncmp(text, template_text, literal) != 0) {
            return false;
        }
        text += literal;
        template_text = name + length + 1;
        size_t behind = strcspn(template_text, "$");
        const char *end = text + strlen(text);
        if (behind > 0) {
            lua_pushlstring(L, template_text, behind);
            end = strstr(text, lua_tostring(L, -1));
            lua_pop(L, 1);
            if (end == NULL) {
                return false;
            }
        }
        lua_pushlstring(L, name, length);
        lua_pushlstring(L, text, (size_t)(end - text));
        lua_rawset(L, values);
        text = end;
    }
    return strcmp(template_text, text) == 0;
}

/* from_x_arn(scope, id, arn) and the like → an object for an existing resource */
static int from_value(lua_State *L) {
    const struct schema_helper *helper = helper_row(L);
    lua_settop(L, 3);
    if (lua_type(L, 3) != LUA_TSTRING && !token_is(L, 3)) {
        return engine_fail(L, 0, "%s: expected a string as the third argument, got %s", helper->name,
                           luaL_tolstring(L, 3, NULL));
    }
    lua_newtable(L); /* 4: values of placeholders */
    lua_pushnil(L);  /* 5: ARN */
    if (helper->mode == HELPER_PARSE) {
        if (lua_type(L, 3) != LUA_TSTRING || !cut(L, helper->template_text, lua_tostring(L, 3), 4)) {
            return engine_fail(L, node_of(L, 1) ? 1 : 0, "%s: %s does not have the form %s", helper->name,
                               luaL_tolstring(L, 3, NULL), helper->template_text);
        }
    } else if (helper->mode == HELPER_BUILD) {
        lua_pushvalue(L, 3);
        lua_setfield(L, 4, helper->variable);
        push_filled(L, helper->template_text, 1, 4);
        lua_replace(L, 5);
    }
    if (helper->mode == HELPER_PARSE || helper->mode == HELPER_ARN) {
        lua_pushvalue(L, 3);
        lua_replace(L, 5);
    }
    engine_push_global(L, "require");
    lua_pushliteral(L, "aws_cdk");
    lua_call(L, 1, 1);
    lua_getfield(L, -1, "Resource");
    lua_getfield(L, -1, "_existing");
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 5);
    lua_call(L, 3, 1);
    lua_pushstring(L, helper->ref);
    lua_createtable(L, 0, (int)helper->field_count);
    for (size_t i = 0; i < helper->field_count; i++) {
        const char *source = helper->fields[i].source;
        if (strcmp(source, "@") == 0) {
            lua_pushvalue(L, 3);
        } else if (strcmp(source, "@arn") == 0) {
            lua_pushvalue(L, 5);
        } else {
            lua_getfield(L, 4, source);
        }
        lua_setfield(L, -2, helper->fields[i].name);
    }
    lua_rawset(L, -3);
    return 1;
}

void l1_add_helpers(lua_State *L, int cls, const struct schema_resource *resource) {
    for (size_t i = 0; i < resource->helper_count; i++) {
        const struct schema_helper *helper = &resource->helpers[i];
        bool arn = helper->mode == HELPER_FIELD || helper->mode == HELPER_FORMAT;
        lua_pushlightuserdata(L, (void *)helper);
        lua_pushcclosure(L, arn ? arn_for : from_value, 1);
        lua_setfield(L, cls, helper->name);
    }
}
