/* Error reports: see report.h. */
#include "host/report.h"

#include "base/file.h"
#include "base/strbuf.h"
#include "host/hints.h"
#include "object/diagnostics.h"
#include "object/key_order.h"
#include "object/node.h"
#include "object/scratch.h"
#include "synth/synth.h"

#include <ctype.h>
#include <lauxlib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define SESSION_CODE LIBRARY_CHUNK "luacdk/repl/"

enum { MAX_FRAMES = 12, MAX_LEVELS = 1000, MAX_FIELDS = 8 };

/* ---- the place ------------------------------------------------------------------------------------------------- */

/* Lua shortens long chunk names in its messages to "...end". If `message` starts with the name of that chunk, full or
 * shortened, and a line, returns the length of the name, else 0. */
static size_t names_chunk(const char *message, const char *source) {
    const char *name = *source == '@' || *source == '=' ? source + 1 : source;
    size_t length = strlen(name);
    size_t shown = length;
    if (strncmp(message, "...", 3) == 0) {
        shown = strcspn(message, ":");
        size_t tail = shown - 3;
        if (tail > length || strncmp(name + length - tail, message + 3, tail) != 0) {
            return 0;
        }
    } else if (strncmp(message, name, length) != 0) {
        return 0;
    }
    return message[shown] == ':' && isdigit((unsigned char)message[shown + 1]) ? shown : 0;
}

/* True if the message's first line has a `file:line:` that is not in the library. */
static bool has_place(const char *message) {
    if (strncmp(message, &LIBRARY_CHUNK[1], strlen(LIBRARY_CHUNK) - 1) == 0) {
        return false;
    }
    size_t digits_of_line = strncmp(message, "line ", 5) == 0 ? strspn(message + 5, "0123456789") : 0;
    if (digits_of_line && message[5 + digits_of_line] == ':') {
        return true; /* of a session */
    }
    size_t first_line = strcspn(message, "\n");
    for (const char *colon = message; (colon = memchr(colon, ':', (size_t)(message + first_line - colon))); colon++) {
        size_t digits = strspn(colon + 1, "0123456789");
        if (colon > message && digits && colon[1 + digits] == ':') {
            return true;
        }
    }
    return false;
}

/* ---- errors inside of the library ------------------------------------------------------------------------------ */

/* Lua's own message about a failure in library code: "luacdk/aws_cdk/fn.lua:17: attempt to …". Returns where the text
 * after the location begins, or 0. */
static size_t library_place(const char *message) {
    size_t prefix = strlen(LIBRARY_CHUNK) - 1;
    if (strncmp(message, &LIBRARY_CHUNK[1], prefix) != 0) {
        return 0;
    }
    size_t name = strcspn(message, ":\n");
    size_t digits = message[name] == ':' ? strspn(message + name + 1, "0123456789") : 0;
    return digits && strncmp(message + name + 1 + digits, ": ", 2) == 0 ? name + digits + 3 : 0;
}

/* Whether the message is about the local variable of that name. */
static bool speaks_of(const char *message, const char *name) {
    const char *mark = strstr(message, "(local '");
    size_t length = strlen(name);
    return mark && strncmp(mark + 8, name, length) == 0 && mark[8 + length] == '\'';
}

/* Pushes "argument 2 (values) is nil" for the parameter of that call which is most likely the cause, or nothing. */
static bool push_missing_argument(lua_State *L, lua_Debug *call, const char *message) {
    const char *name;
    int first = 0, selves = 0;
    for (int i = 1; i <= call->nparams && (name = lua_getlocal(L, call, i)); i++) {
        bool nil = lua_isnil(L, -1);
        lua_pop(L, 1);
        selves += i == 1 && strcmp(name, "self") == 0;
        if (nil && (i - selves == 1 || speaks_of(message, name))) {
            first = first && !speaks_of(message, name) ? first : i;
        }
    }
    if (first) {
        name = lua_getlocal(L, call, first);
        lua_pop(L, 1);
        lua_pushfstring(L, "argument %d (%s) is nil", first - selves, name);
    }
    return first != 0;
}

/* Pushes "[S/Queue] " if the call's first value is a construct with a path, else "". */
static void push_construct(lua_State *L, lua_Debug *call) {
    const char *first = lua_getlocal(L, call, 1);
    const struct node *node = first ? node_of(L, -1) : NULL;
    if (node && node->parent) {
        node_push_path(L, node);
        lua_pushfstring(L, "[%s] ", lua_tostring(L, -1));
        lua_replace(L, -3);
        lua_pop(L, 1);
        return;
    }
    lua_pop(L, first ? 1 : 0);
    lua_pushliteral(L, "");
}

/* Whether a function that works on the construct of the node is being called. */
static bool is_at_work(lua_State *L, const struct node *node) {
    lua_Debug call;
    bool found = false;
    for (int level = 0; !found && level < MAX_LEVELS && lua_getstack(L, level, &call); level++) {
        if (lua_getlocal(L, &call, 1)) {
            found = node_of(L, -1) == node;
            lua_pop(L, 1);
        }
    }
    return found;
}

/* Pushes what is wrong if a script went on after an initialiser had failed, with a construct that was made in part;
 * false (nothing pushed) otherwise. */
static bool push_unfinished(lua_State *L) {
    struct node *node = node_unfinished(L);
    if (!node || !node->parent || is_at_work(L, node)) {
        return false;
    }
    const char *place = node->source ? push_location(L, node->source, node->line) : lua_pushliteral(L, "the script");
    const char *path = node_push_path(L, node);
    lua_pushfstring(
        L,
        "%s: [%s] this construct is incomplete: the error that stopped its initialiser was caught; remove it "
        "with scope.node:try_remove_child('%s')",
        place, path, node->id);
    lua_replace(L, -3);
    lua_pop(L, 1);
    return true;
}

/* For a failure in library code, pushes what helps the user: which of their calls led there, and what was missing. */
static const char *push_library_failure(lua_State *L, const char *message) {
    size_t text = library_place(message);
    lua_Debug call;
    const char *source;
    int line, level = 0;
    while (level < MAX_LEVELS && lua_getstack(L, level, &call) && !user_location_at(L, level, &source, &line)) {
        level++;
    }
    if (!text || level == 0 || !lua_getstack(L, level - 1, &call)) {
        return message;
    }
    if (push_unfinished(L)) {
        return lua_tostring(L, -1);
    }
    lua_getinfo(L, "ntu", &call);
    const char *name = call.name && !call.istailcall ? call.name : "the library";
    push_construct(L, &call);
    lua_pushfstring(L, "%s: ", name);
    if (!push_missing_argument(L, &call, message)) {
        lua_pushliteral(L, "internal error: unexpected value (please report)");
    }
    lua_pushfstring(L, " (%s", message + text);
    lua_pushliteral(L, ", in ");
    lua_pushlstring(L, message, getenv("CDK_DEBUG") ? text - 2 : 0);
    if (lua_rawlen(L, -1) == 0) {
        lua_pushliteral(L, "");
        lua_replace(L, -3);
    }
    lua_pushliteral(L, ")");
    lua_concat(L, 7);
    return lua_tostring(L, -1);
}

/* The message without a location that it states twice: `error` adds one to what pcall returned. */
static const char *once_placed(const char *message) {
    const char *end = strstr(message, ": ");
    size_t length = end ? (size_t)(end + 2 - message) : 0;
    bool twice = length && strchr("0123456789", end[-1]) && strncmp(message, end + 2, length) == 0;
    return twice ? end + 2 : message;
}

/* Pushes the message with its location: the one it names, with the full file name, else the user's innermost line. */
static const char *push_placed(lua_State *L, const char *message) {
    const char *source;
    int line;
    message = once_placed(message);
    for (int level = 0; level < MAX_LEVELS; level++) {
        lua_Debug ar;
        if (!lua_getstack(L, level, &ar)) {
            break;
        }
        size_t shown;
        if (user_location_at(L, level, &source, &line) && (shown = names_chunk(message, source))) {
            line = atoi(message + shown + 1);
            const char *rest = message + shown + 1 + strspn(message + shown + 1, "0123456789");
            return lua_pushfstring(L, "%s%s", push_location(L, source, line), rest);
        }
    }
    if (!has_place(message) && user_location(L, &source, &line)) {
        return lua_pushfstring(L, "%s: %s", push_location(L, source, line), message);
    }
    return lua_pushstring(L, message);
}

const char *report_push_syntax_error(lua_State *L, const char *file, const char *message) {
    size_t shown = names_chunk(message, file);
    struct strbuf *text = push_strbuf(L);
    const char *hint = file_read(file, text, NULL) == 0 ? hints_push_syntax(L, text->data, message + shown) : "";
    return lua_pushfstring(L, "%s%s%s", file, message + shown, hint);
}

/* Pushes "\n  while S/Q/Resource is resolved" if a value is being resolved for an element that the message does not
 * name, else "". */
static void push_resolving(lua_State *L, const char *message) {
    const char *path = synth_push_resolving(L);
    if (!path) {
        lua_pushliteral(L, "");
        return;
    }
    bool named = strstr(message, lua_pushfstring(L, "[%s", path)) != NULL;
    lua_pop(L, 1);
    if (named) {
        lua_pushliteral(L, "");
    } else {
        lua_pushfstring(L, "\n  while resolving %s", path);
    }
    lua_remove(L, -2);
}

/* ---- the calls ------------------------------------------------------------------------------------------------- */

/* Whether the session's own code called the function at `level`: a line, or the script that it started with. */
static bool is_called_by_session(lua_State *L, int level) {
    lua_Debug ar;
    do {
        level++;
    } while (lua_getstack(L, level, &ar) && lua_getinfo(L, "S", &ar) && *ar.what == 'C');
    return lua_getstack(L, level, &ar) && strncmp(ar.source, SESSION_CODE, sizeof SESSION_CODE - 1) == 0;
}

static void push_function_name(lua_State *L, lua_Debug *ar, int level) {
    bool whole = *ar->what == 'm' || is_called_by_session(L, level);
    if (whole || (strcmp(ar->source, SESSION_CHUNK) == 0 && !ar->name)) {
        bool session = strcmp(ar->source, SESSION_CHUNK) == 0;
        lua_pushstring(L, whole && !session ? "the script" : "the session");
    } else if (ar->name) {
        lua_pushfstring(L, "%s '%s'", *ar->namewhat ? ar->namewhat : "function", ar->name);
    } else {
        lua_pushfstring(L, "the function at line %d", ar->linedefined);
    }
}

/* Pushes a line for each call of user code (under CDK_DEBUG of all Lua code), or "" if there is only one location. */
static void push_calls(lua_State *L) {
    bool all = getenv("CDK_DEBUG") != NULL;
    int found = 0;
    lua_Debug ar;
    lua_pushliteral(L, "");
    for (int level = 1; level < MAX_LEVELS && found < MAX_FRAMES && lua_getstack(L, level, &ar); level++) {
        const char *source;
        int line;
        lua_getinfo(L, "Snl", &ar);
        if (strncmp(ar.source, SESSION_CODE, sizeof SESSION_CODE - 1) == 0 && !all) {
            break; /* below is the code that runs the session */
        }
        if (user_location_at(L, level, &source, &line) || (all && *ar.what != 'C')) {
            found++;
            lua_pushliteral(L, "\n  ");
            push_location(L, ar.source, ar.currentline);
            lua_pushliteral(L, ": in ");
            push_function_name(L, &ar, level);
            lua_concat(L, 5);
        }
    }
    if (found <= 1) {
        lua_pop(L, 1);
        lua_pushliteral(L, "");
    }
}

/* Pushes a value as it might be written: a string in quotes, a table as {…}. */
static void push_short(lua_State *L, int idx, bool is_key) {
    lua_pushvalue(L, idx);
    if (lua_type(L, -1) == LUA_TTABLE) {
        lua_pushliteral(L, "{…}");
    } else if (lua_type(L, -1) == LUA_TSTRING && !is_key) {
        lua_pushfstring(L, "\"%s\"", lua_tostring(L, -1));
    } else if (lua_type(L, -1) == LUA_TSTRING || lua_type(L, -1) == LUA_TNUMBER) {
        lua_tostring(L, -1);
        return;
    } else if (lua_isboolean(L, -1)) {
        lua_pushstring(L, lua_toboolean(L, -1) ? "true" : "false");
    } else {
        lua_pushfstring(L, "a %s", luaL_typename(L, -1));
    }
    lua_remove(L, -2);
}

/* Pushes "{ code = 5, … }": the first fields of the table, in the order of their keys. */
static const char *push_table_text(lua_State *L, int table) {
    struct key keys[MAX_FIELDS];
    size_t count = 0, seen = 0;
    bool more = false;
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        int type = lua_type(L, -2);
        more |= count == MAX_FIELDS || (type != LUA_TSTRING && !lua_isinteger(L, -2));
        if (count < MAX_FIELDS && (type == LUA_TSTRING || lua_isinteger(L, -2))) {
            keys[count++] = key_read(L, lua_gettop(L) - 1, seen++);
        }
    }
    keys_sort(keys, count);
    luaL_checkstack(L, 2 * MAX_FIELDS + 10, NULL);
    lua_pushliteral(L, "{");
    for (size_t i = 0; i < count; i++) {
        lua_pushstring(L, i ? ", " : " ");
        if (keys[i].text) {
            lua_pushlstring(L, keys[i].text, keys[i].length);
        } else {
            lua_pushinteger(L, keys[i].integer);
        }
        lua_pushvalue(L, -1);
        lua_rawget(L, table);
        push_short(L, lua_gettop(L), false);
        lua_remove(L, -2);
        lua_insert(L, -2);
        push_short(L, lua_gettop(L), true);
        lua_remove(L, -2);
        lua_pushfstring(L, keys[i].text ? "%s = " : "[%s] = ", lua_tostring(L, -1));
        lua_replace(L, -2);
        lua_insert(L, -2);
        lua_concat(L, 4); /* the text so far, the separator, the key, the value */
    }
    lua_pushstring(L, !more ? " }" : count ? ", … }" : " … }");
    lua_concat(L, 2);
    return lua_tostring(L, -1);
}

/* Pushes the text of the error object. */
static const char *push_text(lua_State *L, int object) {
    if (lua_isstring(L, object)) {
        return lua_pushstring(L, lua_tostring(L, object));
    }
    if (luaL_callmeta(L, object, "__tostring") && lua_isstring(L, -1)) {
        return lua_tostring(L, -1);
    }
    if (lua_isnil(L, object)) {
        return lua_pushliteral(L, "error without a message (nil)");
    }
    if (lua_istable(L, object) && !lua_getmetatable(L, object) && (lua_pushnil(L), lua_next(L, object))) {
        lua_pop(L, 2);
        return lua_pushfstring(L, "error with the table %s as its message", push_table_text(L, object));
    }
    return lua_pushfstring(L, "error with a %s value as its message", luaL_typename(L, object));
}

int report_handler(lua_State *L) {
    if (lua_islightuserdata(L, 1)) {
        return 1; /* an interruption */
    }
    lua_settop(L, 1);
    const char *message = push_placed(L, push_library_failure(L, hints_push_short_names(L, push_text(L, 1))));
    hints_push(L, message);
    push_resolving(L, message);
    push_calls(L);
    lua_concat(L, 4);
    return 1;
}
