/* The user's own lines: see user_line.h. */
#include "object/user_line.h"

#include <ctype.h>
#include <lauxlib.h>
#include <string.h>

#include "base/path.h"
#include "object/scratch.h"
#include "object/state.h"

static bool is_user_chunk(const lua_Debug *ar) {
    return *ar->what != 'C' && strncmp(ar->source, LIBRARY_CHUNK, sizeof LIBRARY_CHUNK - 1) != 0;
}

bool is_user_at(lua_State *L, int level) {
    lua_Debug ar;
    return lua_getstack(L, level, &ar) && lua_getinfo(L, "S", &ar) && is_user_chunk(&ar);
}

bool user_calls(lua_State *L) {
    lua_Debug ar;
    for (int level = 1; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "S", &ar);
        if (*ar.what != 'C') {
            return is_user_chunk(&ar);
        }
    }
    return true; /* the body of a coroutine */
}

bool user_location_at(lua_State *L, int level, const char **source, int *line) {
    lua_Debug ar;
    if (!lua_getstack(L, level, &ar)) {
        return false;
    }
    lua_getinfo(L, "S", &ar);
    if (!is_user_chunk(&ar)) {
        return false;
    }
    lua_getinfo(L, "l", &ar);
    *source = ar.source;
    *line = ar.currentline;
    return true;
}

bool user_location(lua_State *L, const char **source, int *line) {
    lua_Debug ar;
    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        if (user_location_at(L, level, source, line)) {
            return true;
        }
    }
    return false;
}

bool push_variable(lua_State *L, bool (*fits)(lua_State *L, int idx, int data), int data) {
    lua_Debug ar;
    int level = 0, found = 0;
    while (lua_getstack(L, level, &ar) && !is_user_at(L, level)) {
        level++;
    }
    if (!lua_getstack(L, level, &ar)) {
        return false;
    }
    lua_getinfo(L, "f", &ar);
    int function = lua_gettop(L);
    lua_pushnil(L); /* the name */
    for (int kind = 0; kind < 2; kind++) {
        const char *name;
        for (int i = 1; (name = kind ? lua_getupvalue(L, function, i) : lua_getlocal(L, &ar, i)) != NULL; i++) {
            if (*name != '(' && *name != '\0' && fits(L, lua_gettop(L), data)) {
                lua_pushstring(L, name);
                lua_replace(L, function + 1);
                found++;
            }
            lua_pop(L, 1);
        }
    }
    lua_remove(L, function);
    if (found != 1) {
        lua_pop(L, 1);
    }
    return found == 1;
}

const char *push_location(lua_State *L, const char *source, int line) {
    if (strcmp(source, SESSION_CHUNK) == 0) {
        return lua_pushfstring(L, "line %d", line);
    }
    if (*source == '@' || *source == '=') {
        source++;
    }
    if (*source == '/') {
        struct arena arena = ARENA_INIT;
        const char *cwd = path_cwd(&arena);
        size_t n = strlen(cwd);
        if (strncmp(source, cwd, n) == 0 && source[n] == '/') {
            source += n + 1;
        }
        arena_free(&arena);
    }
    return lua_pushfstring(L, "%s:%d", source, line);
}

bool user_location_kept(lua_State *L, const char **source, int *line) {
    const struct blame *blame = &engine_state(L)->blame;
    *source = blame->source;
    *line = blame->line;
    return blame->source != NULL;
}

/* --- in output files ---------------------------------------------------------------------------------------------- */

static const char SCRIPT_FOLDER; /* its address is the registry's key */

void user_line_set_script(lua_State *L, const char *file) {
    const char *slash = strrchr(file, '/');
    lua_pushlstring(L, file, slash ? (size_t)(slash - file) + 1 : 0);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &SCRIPT_FOLDER);
}

/* Further keys of the registry: */
static const char TOOLS_OUTPUT; /* the folder of the assembly, from the working folder */
static const char MAPPED;       /* file in frames → its last line that is in one */

static const char RECORDER; /* its address is the registry's key */

/* Pushes the location that the session's recorder gives; pushes nothing and returns NULL if there is none. */
static const char *push_by_recorder(lua_State *L, const char *source, int line) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &RECORDER) == LUA_TFUNCTION) {
        lua_pushstring(L, source);
        lua_pushinteger(L, line);
        lua_call(L, 2, 1);
        if (lua_isstring(L, -1)) {
            return lua_tostring(L, -1);
        }
    }
    lua_pop(L, 1);
    return NULL;
}

/* Pushes the path of a chunk as it is written to output files. `known`, if given, tells whether it is a path from the
 * working folder and not just a name. */
static void push_recorded_path(lua_State *L, const char *source, bool *known) {
    if (*source == '@' || *source == '=') {
        source++;
    }
    size_t length;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &SCRIPT_FOLDER);
    const char *folder = lua_tolstring(L, -1, &length);
    if (folder && strncmp(source, folder, length) == 0) {
        source += length;
    }
    while (source[0] == '.' && source[1] == '/') {
        source += 2;
    }
    const char *slash = strrchr(source, '/');
    bool outside = slash && (*source == '/' || strncmp(source, "../", 3) == 0);
    if (known) {
        *known = !outside;
    }
    lua_pushstring(L, outside ? slash + 1 : source);
    lua_remove(L, -2);
}

const char *push_recorded_location(lua_State *L, const char *source, int line) {
    const char *recorded = push_by_recorder(L, source, line);
    if (recorded) {
        return recorded;
    }
    push_recorded_path(L, source, NULL);
    lua_pushfstring(L, "%s:%d", lua_tostring(L, -1), line);
    lua_remove(L, -2);
    return lua_tostring(L, -1);
}

/* --- frames ------------------------------------------------------------------------------------------------------- */

void user_line_trace_for_tools(lua_State *L, const char *output) {
    struct arena *arena = push_arena(L);
    const char *cwd = path_cwd(arena), *folder = path_resolve(arena, NULL, output);
    lua_pushfstring(L, "%s/", cwd); /* paths are from there, not from the script's folder */
    lua_rawsetp(L, LUA_REGISTRYINDEX, &SCRIPT_FOLDER);
    if (path_is_within(cwd, folder) && strlen(folder) > strlen(cwd)) {
        lua_pushstring(L, folder + strlen(cwd) + (cwd[1] != '\0'));
    } else {
        lua_pushboolean(L, false); /* no way back to the script that tools would follow */
    }
    lua_rawsetp(L, LUA_REGISTRYINDEX, &TOOLS_OUTPUT);
    lua_pop(L, 1);
}

/* Tools split frames at spaces and brackets, and names of fields may contain anything. */
static const char *frame_name(const char *name) {
    const char *dot = name ? strrchr(name, '.') : NULL;
    name = dot ? dot + 1 : name; /* of a class: its own, without the module */
    for (const char *c = name; c && *c; c++) {
        if (!isalnum((unsigned char)*c) && *c != '_') {
            return "<anonymous>";
        }
    }
    return name && *name ? name : "<anonymous>";
}

/* Adds the frame in JavaScript whose source map leads to the line of the file at the top of the stack. */
static void add_mapped_frame(lua_State *L, int list, int line) {
    const char *file = lua_tostring(L, -1);
    int top = lua_gettop(L);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &TOOLS_OUTPUT) == LUA_TSTRING) {
        lua_pushfstring(L, "luacdk (%s/%s.js:%d:1)", lua_tostring(L, -1), file, line);
        lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
        if (lua_rawgetp(L, LUA_REGISTRYINDEX, &MAPPED) == LUA_TNIL) {
            lua_newtable(L);
            lua_pushvalue(L, -1);
            lua_rawsetp(L, LUA_REGISTRYINDEX, &MAPPED);
        }
        int mapped = lua_gettop(L);
        lua_pushvalue(L, top);
        lua_pushvalue(L, top);
        lua_rawget(L, mapped);
        int last = (int)lua_tointeger(L, -1);
        lua_pop(L, 1);
        lua_pushinteger(L, line > last ? line : last);
        lua_rawset(L, mapped);
    }
    lua_settop(L, top);
}

void add_frame(lua_State *L, int list, const char *name, const char *source, int line) {
    int top = lua_gettop(L);
    luaL_checkstack(L, 8, NULL);
    bool here = false;
    const char *recorded = push_by_recorder(L, source, line);
    if (recorded) {
        lua_pushfstring(L, "%s (%s)", frame_name(name), recorded);
    } else {
        push_recorded_path(L, source, &here);
        lua_pushfstring(L, "%s (%s:%d)", frame_name(name), lua_tostring(L, -1), line);
    }
    lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
    if (engine_state(L)->tool_frames && here && *source == '@') {
        add_mapped_frame(L, list, line); /* of the path on top of the stack */
    }
    lua_settop(L, top);
}

void push_frames(lua_State *L, const char *source, int line) {
    bool all = engine_state(L)->tool_frames, reached = false;
    const char *called = NULL;
    lua_Debug ar;
    lua_newtable(L);
    int list = lua_gettop(L);
    for (int level = 0; (all || !reached) && lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sln", &ar);
        if (is_user_chunk(&ar) && (reached = reached || (ar.currentline == line && strcmp(ar.source, source) == 0))) {
            add_frame(L, list, called, ar.source, ar.currentline);
        }
        called = ar.name;
    }
}

/* engine.mapped_lines() → file → its last line in a frame that needs a source map; nil if there is none. */
static int l_mapped_lines(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &MAPPED);
    return 1;
}

/* engine.set_recorder(function(source, line) → text or nil): the location to write to output files for code that did
 * not come from the file that the output refers to. */
static int l_set_recorder(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &RECORDER);
    return 0;
}

/* engine.mapped_folder() → the folder of the assembly, from the working folder; nil if it is elsewhere. */
static int l_mapped_folder(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &TOOLS_OUTPUT);
    return 1;
}

void user_line_open(lua_State *L) {
    engine_state(L)->tool_frames = lua_rawgetp(L, LUA_REGISTRYINDEX, &TOOLS_OUTPUT) != LUA_TNIL;
    lua_pop(L, 1);
    lua_pushcfunction(L, l_set_recorder);
    lua_setfield(L, -2, "set_recorder");
    lua_pushcfunction(L, l_mapped_lines);
    lua_setfield(L, -2, "mapped_lines");
    lua_pushcfunction(L, l_mapped_folder);
    lua_setfield(L, -2, "mapped_folder");
}
