/* What was meant: see hints.h. */
#include "host/hints.h"

#include "base/file.h"
#include "base/guard.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "host/dialects.h"
#include "host/globals.h"
#include "object/diagnostics.h"
#include "object/scratch.h"
#include "schema/nearest.h"
#include "schema/schema.h"

#include <ctype.h>
#include <lauxlib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 3 }; /* classes or attributes that are suggested */

/* ---- context values -------------------------------------------------------------------------------------------- */

/* The line of a text that begins at `line`, as a separate string on the stack. */
static const char *push_line(lua_State *L, const char *line) { return lua_pushlstring(L, line, strcspn(line, "\n")); }

/* Whether the line assigns to the variable or field of that name. */
static bool assigns(const char *line, const char *name) {
    size_t length = strlen(name);
    for (const char *at = line; (at = strstr(at, name)); at += length) {
        const char *behind = at + length + strspn(at + length, " \t");
        bool whole = at == line || !(isalnum((unsigned char)at[-1]) || at[-1] == '_');
        if (whole && *behind == '=' && behind[1] != '=') {
            return true;
        }
    }
    return false;
}

/* If a line asks the context for a value, pushes the key as written; NULL (nothing pushed) otherwise. */
static const char *push_asked_key(lua_State *L, const char *line) {
    const char *call = strstr(line, "get_context");
    const char *quote = call ? call + strlen("get_context") + strspn(call + strlen("get_context"), " \t(") : NULL;
    const char *end = quote && (*quote == '"' || *quote == '\'') ? strchr(quote + 1, *quote) : NULL;
    return end ? lua_pushlstring(L, quote + 1, (size_t)(end - quote - 1)) : NULL;
}

/* The name in "attempt to index a nil value (local 'config')"; "" if there is none, NULL for other messages. */
static const char *push_nil_name(lua_State *L, const char *message) {
    static const char start[] = "attempt to index a nil value";
    const char *text = strstr(message, start);
    if (!text) {
        return NULL;
    }
    const char *from = strchr(text, '\''), *end = from ? strchr(from + 1, '\'') : NULL;
    return end ? lua_pushlstring(L, from + 1, (size_t)(end - from - 1)) : lua_pushliteral(L, "");
}

/* Pushes a hint if the nil value came from the context, as the script's lines up to the failing one show. */
static bool push_context_hint(lua_State *L, const char *message) {
    const char *source;
    int line, top = lua_gettop(L);
    const char *name = push_nil_name(L, message);
    if (!name || guard_is_on() || !user_location(L, &source, &line) || *source != '@') {
        lua_settop(L, top);
        return false;
    }
    struct strbuf *text = push_strbuf(L);
    lua_pushnil(L); /* the key */
    int found = lua_gettop(L);
    const char *at = file_read(source + 1, text, NULL) == 0 ? text->data : NULL;
    for (int number = 1; at && number <= line; number++) {
        const char *words = push_line(L, at);
        bool assigned = *name && assigns(words, name);
        if ((number == line || assigned) && push_asked_key(L, words)) {
            lua_replace(L, found);
        } else if (assigned) {
            lua_pushnil(L);
            lua_replace(L, found);
        }
        lua_settop(L, found);
        at = strchr(at, '\n');
        at = at ? at + 1 : NULL;
    }
    const char *key = lua_tostring(L, found);
    if (key) {
        key = lua_pushfstring(L, "; the context has no '%s': set it with -c %s=… or in cdk.json", key, key);
        lua_insert(L, top + 1);
        lua_settop(L, top + 1);
    } else {
        lua_settop(L, top);
    }
    return key != NULL;
}

/* ---- classes --------------------------------------------------------------------------------------------------- */

static bool is_plain_class(const struct schema_type *type) {
    return (type->kind == SCHEMA_CLASS || type->kind == SCHEMA_ENUM || type->kind == SCHEMA_RESOURCE) &&
           !strchr(type->name, '.');
}

/* Pushes "; did you mean s3.Bucket?" for the bare name of a class that only a few modules have, with the core's first;
 * false (nothing pushed) otherwise. */
static bool push_class_hint(lua_State *L, const char *name) {
    size_t found = 0;
    luaL_Buffer buffer;
    if (!isupper((unsigned char)*name)) {
        return false;
    }
    luaL_buffinit(L, &buffer);
    for (size_t i = 0; i < schema_module_count(); i++) {
        const struct schema_type *type = schema_find(schema_module_name(i), name);
        bool fits = type && is_plain_class(type);
        if (fits && found++ < SHOWN) {
            lua_pushfstring(L, "%s%s", found > 1 ? " or " : "; did you mean ", schema_short_name(type->full_name));
            luaL_addvalue(&buffer);
        }
        if (fits && strcmp(type->module, "aws_cdk") == 0) {
            break;
        }
    }
    luaL_addstring(&buffer, "?");
    luaL_pushresult(&buffer);
    if (found == 0 || found > SHOWN) {
        lua_pop(L, 1);
        return false;
    }
    return true;
}

/* Pushes the same for a name that is nearly that of a class. */
static bool push_near_class_hint(lua_State *L, const char *name) {
    struct nearest search;
    nearest_begin(&search, name);
    for (size_t i = 0; isupper((unsigned char)*name) && i < schema_type_count(); i++) {
        const struct schema_type *type = schema_type_at((uint32_t)i);
        if (is_plain_class(type)) {
            nearest_offer(&search, type->name);
        }
    }
    return search.best && push_class_hint(L, search.best);
}

/* The class in "attempt to concatenate an s3.Bucket (local 'b')", as written by hints_push_short_names; NULL for other
 * messages. */
static const struct schema_type *class_in(lua_State *L, const char *message, const char *start) {
    const char *text = strstr(message, start);
    text = text ? text + strlen(start) : NULL;
    text = text && strncmp(text, "a ", 2) == 0 ? text + 2 : text && strncmp(text, "an ", 3) == 0 ? text + 3 : NULL;
    if (!text) {
        return NULL;
    }
    lua_pushlstring(L, text, strcspn(text, " ;,\n"));
    const char *name = lua_tostring(L, -1);
    const struct schema_type *type = NULL;
    for (size_t i = 0; i < schema_type_count() && !type; i++) {
        const struct schema_type *other = schema_type_at((uint32_t)i);
        type = strcmp(schema_short_name(other->full_name), name) == 0 ? other : NULL;
    }
    lua_pop(L, 1);
    return type;
}

/* Whether the member is an attribute that names its object. */
static bool is_naming(const struct schema_member *member) {
    return !(member->flags & (FIELD_STATIC | FIELD_METHOD | FIELD_PROTECTED)) && member->shape &&
           member->shape->kind == SHAPE_STRING &&
           (text_ends_in(member->name, "_arn") || text_ends_in(member->name, "_name") ||
            text_ends_in(member->name, "_id") || text_ends_in(member->name, "_url"));
}

/* Whether the member is a method that returns a number for its object. */
static bool is_measure(const struct schema_member *member) {
    return (member->flags & FIELD_METHOD) && !(member->flags & FIELD_STATIC) && member->shape &&
           member->shape->kind == SHAPE_NUMBER && strncmp(member->name, "to_", 3) == 0;
}

/* Pushes `before` and the first members of the class that fit, or "" if there are none. */
static void push_members(lua_State *L, const struct schema_type *type, bool (*fits)(const struct schema_member *),
                         const char *before) {
    size_t count, found = 0;
    const struct schema_member *members = schema_members(type, &count);
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    for (size_t i = 0; i < count && found < SHOWN; i++) {
        if (fits(&members[i])) {
            luaL_addstring(&buffer, found++ ? ", " : before);
            luaL_addstring(&buffer, members[i].name);
        }
    }
    luaL_pushresult(&buffer);
}

/* Pushes a hint if an operator was applied to an object of the library. */
static bool push_operator_hint(lua_State *L, const char *message) {
    const struct schema_type *type = class_in(L, message, "attempt to concatenate ");
    if (type) {
        push_members(L, type, is_naming, "; join one of its attributes: ");
        return true;
    }
    type = class_in(L, message, "attempt to perform arithmetic on ");
    if (type) {
        push_members(L, type, is_measure, "; compute with the numbers that its methods give: ");
        return true;
    }
    return false;
}

const char *hints_push_short_names(lua_State *L, const char *message) {
    static const char *const prefixes[] = {" a aws_cdk.", " a constructs."};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        const char *found = strstr(message, prefixes[i]);
        size_t length = found ? strcspn(found + 3, " ") : 0;
        if (found && strncmp(found + 3 + length, " value", 6) == 0) {
            lua_pushlstring(L, message, (size_t)(found - message));
            lua_pushlstring(L, found + 3, length);
            const char *name = schema_short_name(lua_tostring(L, -1));
            lua_pushfstring(L, "%s %s %s%s", lua_tostring(L, -2), schema_article(name), name, found + 3 + length + 6);
            lua_replace(L, -3);
            lua_pop(L, 1);
            return lua_tostring(L, -1);
        }
    }
    return lua_pushstring(L, message);
}

/* ---- names ----------------------------------------------------------------------------------------------------- */

/* Pushes the quoted name in "(global 'name')" in the message; false (nothing pushed) if there is none. */
static bool push_named(lua_State *L, const char *message, const char *kind) {
    const char *text = strstr(message, lua_pushfstring(L, "(%s '", kind));
    lua_pop(L, 1);
    const char *name = text ? strchr(text, '\'') + 1 : NULL, *end = name ? strchr(name, '\'') : NULL;
    if (end) {
        lua_pushlstring(L, name, (size_t)(end - name));
    }
    return end != NULL;
}

/* Pushes "; did you mean 's3'?" with the nearest name that scripts can use without declaring it, or "". */
static void push_nearest_global(lua_State *L, const char *name) {
    if (globals_push_nearest(L, name)) {
        lua_pushfstring(L, "; did you mean '%s'?", lua_tostring(L, -1));
        lua_remove(L, -2);
    } else {
        lua_pushliteral(L, "");
    }
}

/* Pushes a hint for the name of something that is nil. */
static bool push_name_hint(lua_State *L, const char *message) {
    static const char *const kinds[] = {"method", "field"};
    const char *advice = NULL;
    for (size_t i = 0; !advice && i < sizeof kinds / sizeof *kinds; i++) {
        if (push_named(L, message, kinds[i])) {
            advice = dialects_member(lua_tostring(L, -1));
            lua_pop(L, 1);
        }
    }
    if (!advice && strstr(message, "(for iterator '") && strstr(message, "attempt to call a table value")) {
        advice = "write ipairs(list) or pairs(map)";
    }
    if (advice) {
        lua_pushfstring(L, "; %s", advice);
        return true;
    }
    if (!push_named(L, message, "global")) {
        return false;
    }
    const char *name = lua_tostring(L, -1);
    advice = dialects_global(name);
    if (advice) {
        lua_pushfstring(L, "; %s", advice);
    } else if (!push_class_hint(L, name) && !push_near_class_hint(L, name)) {
        push_nearest_global(L, name);
    }
    lua_remove(L, -2);
    return true;
}

const char *hints_push(lua_State *L, const char *message) {
    if (push_operator_hint(L, message) || push_context_hint(L, message) ||
        ((strstr(message, "a nil value") || strstr(message, "for iterator")) && push_name_hint(L, message))) {
        return lua_tostring(L, -1);
    }
    return lua_pushliteral(L, "");
}

/* ---- other languages ------------------------------------------------------------------------------------------- */

const char *hints_push_syntax(lua_State *L, const char *text, const char *message) {
    const char *colon = strchr(message, ':');
    const char *advice = colon ? dialects_syntax(text, atoi(colon + 1), message) : NULL;
    return advice ? lua_pushfstring(L, "; %s", advice) : lua_pushliteral(L, "");
}
