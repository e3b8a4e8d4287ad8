/* Binding of programs and docker commands: the module `luacdk.process`. The rooms without Lua are base/process.c and
 * assets/docker.c.
 *
 *   process.run{ argv = {…}, … } -> { status, signal, error, code, stdout, stderr }
 *   process.docker.*_args(…)     -> argument vector (a list of strings)
 *   process.docker.exec(argv, capture) -> stdout | true, or nil, report
 *
 * The C structures that describe a command are in userdata below the arguments and borrow their strings from the
 * argument tables, so nothing has to be freed if Lua raises in between. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lua.h>

#include "assets/docker.h"
#include "base/guard.h"
#include "base/process.h"
#include "base/progress.h"
#include "base/timings.h"
#include "object/diagnostics.h"
#include "object/scratch.h"

/* The most bytes collected from each stream unless requested otherwise; as in Node. */
enum { MOST_COLLECTED = 1024 * 1024 };

#define TYPE_RESULT "luacdk.process_result"

int luaopen_luacdk_process(lua_State *L);

/* ---- reading argument tables ---------------------------------------------------------------------------------- */

/* Pushes table[key] (0 or 1 value kept) and returns it as a string, NULL if absent. Numbers are not accepted: nobody
 * would own their string. The value stays alive in the table, so it is popped at once. */
static const char *string_field(lua_State *L, int table, const char *key) {
    int type = lua_getfield(L, table, key);
    const char *text = type == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
    if (!text && type != LUA_TNIL) {
        luaL_error(L, "%s: expected a string, got %s", key, luaL_typename(L, -1));
    }
    lua_pop(L, 1);
    return text;
}

static const char *required_field(lua_State *L, int table, const char *key) {
    const char *text = string_field(L, table, key);
    if (!text) {
        luaL_error(L, "%s: expected a string, got nothing", key);
    }
    return text;
}

static bool true_field(lua_State *L, int table, const char *key) {
    lua_getfield(L, table, key);
    bool value = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return value;
}

static lua_Integer integer_field(lua_State *L, int table, const char *key, bool *found) {
    int type = lua_getfield(L, table, key);
    int exact = 1;
    lua_Integer value = 0;
    if (type == LUA_TNUMBER) {
        value = lua_tointegerx(L, -1, &exact);
        if (!exact) {
            lua_Number number = lua_tonumber(L, -1);
            value = number >= (lua_Number)LUA_MAXINTEGER ? LUA_MAXINTEGER : number > 0 ? (lua_Integer)number : 0;
        }
    } else if (type != LUA_TNIL) {
        luaL_error(L, "%s: expected a number, got %s", key, luaL_typename(L, -1));
    }
    if (found) {
        *found = type != LUA_TNIL;
    }
    lua_pop(L, 1);
    return value;
}

/* Pushes zeroed scratch memory for `count` items and one more (the end of a vector), which lives as long as its
 * slot. */
static void *push_scratch(lua_State *L, size_t count, size_t size) {
    void *memory = lua_newuserdatauv(L, (count + 1) * size, 0);
    memset(memory, 0, (count + 1) * size);
    return memory;
}

/* Pushes one scratch value with the strings of the list at `list`; NULL-terminated. */
static const char **push_strings(lua_State *L, int list, const char *what, size_t *count) {
    size_t n = (size_t)lua_rawlen(L, list);
    const char **items = push_scratch(L, n, sizeof *items);
    for (size_t i = 0; i < n; i++) {
        if (lua_rawgeti(L, list, (lua_Integer)i + 1) != LUA_TSTRING) {
            luaL_error(L, "%s[%d]: expected a string, got %s", what, (int)i + 1, luaL_typename(L, -1));
        }
        items[i] = lua_tostring(L, -1);
        lua_pop(L, 1);
    }
    *count = n;
    return items;
}

/* The list of strings in table[key]; leaves one value (its scratch, or nil if absent). */
static struct docker_strings strings_field(lua_State *L, int table, const char *key) {
    struct docker_strings strings = {NULL, 0};
    if (lua_getfield(L, table, key) == LUA_TTABLE) {
        strings.items = push_strings(L, lua_gettop(L), key, &strings.count);
        lua_remove(L, -2);
    }
    return strings;
}

/* The pairs in the flat list {key, value, key, value, …} in table[key]; leaves one value. */
static struct docker_pairs pairs_field(lua_State *L, int table, const char *key) {
    struct docker_pairs pairs = {NULL, 0};
    struct docker_strings flat = strings_field(L, table, key);
    if (flat.count) {
        struct docker_pair *items = push_scratch(L, flat.count / 2, sizeof *items);
        pairs.count = flat.count / 2;
        for (size_t i = 0; i < pairs.count; i++) {
            items[i] = (struct docker_pair){flat.items[2 * i], flat.items[2 * i + 1]};
        }
        pairs.items = items;
        lua_remove(L, -2);
    }
    return pairs;
}

/* ---- values that own C memory --------------------------------------------------------------------------------- */

static int l_result_free(lua_State *L) {
    process_result_free(luaL_checkudata(L, 1, TYPE_RESULT));
    return 0;
}

static struct process_result *push_owned_result(lua_State *L) {
    struct process_result *result = lua_newuserdatauv(L, sizeof *result, 0);
    process_result_init(result);
    luaL_setmetatable(L, TYPE_RESULT);
    return result;
}

/* Raises, on the user's line, if the sandbox forbids starting it. */
static void check_program(lua_State *L, const char *program) {
    if (guard_is_on()) {
        struct error error = ERROR_INIT;
        guard_check_program(program, &error);
        lua_pushstring(L, error.message);
        error_clear(&error);
        engine_fail(L, 0, "%s", lua_tostring(L, -1));
    }
}

/* ---- process.run ---------------------------------------------------------------------------------------------- */

static enum process_stream stream_field(lua_State *L, const char *key, enum process_stream fallback) {
    static const struct {
        const char *name;
        enum process_stream stream;
    } names[] = {
        {"ignore", PROCESS_NULL},
        {"pipe", PROCESS_PIPE},
        {"inherit", PROCESS_INHERIT},
        {"stderr", PROCESS_TO_STDERR},
    };
    const char *name = string_field(L, 1, key);
    if (!name) {
        return fallback;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i].name, name) == 0) {
            return names[i].stream;
        }
    }
    luaL_error(L, "%s: expected ignore, pipe, inherit or stderr, got %s", key, name);
    return fallback;
}

static int kill_signal_field(lua_State *L) {
    int number = 0;
    switch (lua_getfield(L, 1, "kill_signal")) {
    case LUA_TNIL:
        break;
    case LUA_TNUMBER:
        number = (int)lua_tointeger(L, -1);
        break;
    case LUA_TSTRING:
        number = process_signal_number(lua_tostring(L, -1));
        if (!number) {
            luaL_error(L, "kill_signal: unknown signal %s", lua_tostring(L, -1));
        }
        break;
    default:
        luaL_error(L, "kill_signal: expected a number or a name, got %s", luaL_typename(L, -1));
    }
    lua_pop(L, 1);
    return number;
}

/* The environment table in argument 1 as "K=V" strings; leaves two values (scratch and the table that holds them). */
static const char *const *push_environment(lua_State *L) {
    if (lua_getfield(L, 1, "env") != LUA_TTABLE) {
        lua_pushnil(L);
        return NULL;
    }
    int env = lua_gettop(L), holder;
    size_t count = 0;
    lua_newtable(L);
    holder = lua_gettop(L);
    for (lua_pushnil(L); lua_next(L, env); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING || !lua_isstring(L, -1)) {
            luaL_error(L, "env: names and values must be strings");
        }
        lua_pushvalue(L, -1); /* converting a number must not change the table */
        lua_pushfstring(L, "%s=%s", lua_tostring(L, -3), lua_tostring(L, -1));
        lua_rawseti(L, holder, (lua_Integer)++count);
        lua_pop(L, 1);
    }
    const char **items = push_strings(L, holder, "env", &count);
    lua_remove(L, env);
    return items;
}

static void push_result(lua_State *L, const char *program, const struct process_result *result) {
    lua_createtable(L, 0, 6);
    if (result->status >= 0) {
        lua_pushinteger(L, result->status);
        lua_setfield(L, -2, "status");
    }
    if (result->signal) {
        const char *name = process_signal_name(result->signal);
        lua_pushstring(L, name ? name : "SIGUNKNOWN");
        lua_setfield(L, -2, "signal");
    }
    if (result->error) {
        lua_pushstring(L, strerror(result->error));
        lua_setfield(L, -2, "reason");
        const char *name = process_errno_name(result->error);
        lua_pushfstring(L, "spawnSync %s %s", program, name ? name : strerror(result->error)); /* in Node's words */
        lua_setfield(L, -2, "error");
        lua_pushstring(L, name);
        lua_setfield(L, -2, "code");
    }
    lua_pushlstring(L, result->out.data, result->out.length);
    lua_setfield(L, -2, "stdout");
    lua_pushlstring(L, result->err.data, result->err.length);
    lua_setfield(L, -2, "stderr");
}

/* process.run{ argv, cwd, env, input, timeout, max_buffer, kill_signal, uid, gid, capture, stdin, stdout, stderr }
 *
 * argv is looked up in PATH and gets no shell. env replaces the environment. stdin, stdout, stderr: "ignore", "pipe",
 * "inherit", for stdout also "stderr". Without them stdin is the string `input` or closed, and the outputs are
 * collected if `capture`, else go to our own stderr. Times are in milliseconds. Returns a table: `status` (nil after a
 * signal), `signal` (name), `stdout`, `stderr` and, if the program did not run to its end, `error` ("spawnSync prog
 * ENOENT"), `reason` ("No such file or directory") and `code` ("ENOENT"). Raises only for arguments of the wrong
 * type. */
static int l_run(lua_State *L) {
    struct process_options o = {0};
    size_t argc;

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    if (lua_getfield(L, 1, "argv") != LUA_TTABLE) {
        return luaL_error(L, "argv: expected a list of strings, got %s", luaL_typename(L, -1));
    }
    o.argv = push_strings(L, 2, "argv", &argc);
    if (argc == 0) {
        return luaL_error(L, "argv: the program is missing");
    }
    check_program(L, o.argv[0]);
    o.env = push_environment(L);
    o.cwd = string_field(L, 1, "cwd");
    if (lua_getfield(L, 1, "input") == LUA_TSTRING) {
        o.input = lua_tolstring(L, -1, &o.input_length);
    }
    bool capture = true_field(L, 1, "capture");
    o.in = stream_field(L, "stdin", o.input ? PROCESS_PIPE : PROCESS_NULL);
    o.out = stream_field(L, "stdout", capture ? PROCESS_PIPE : PROCESS_TO_STDERR);
    o.err = stream_field(L, "stderr", capture ? PROCESS_PIPE : PROCESS_INHERIT);
    lua_Integer timeout = integer_field(L, 1, "timeout", NULL);
    o.timeout_ms = timeout > 0 ? (uint64_t)timeout : 0;
    lua_Integer limit = integer_field(L, 1, "max_buffer", NULL);
    o.max_buffer = limit > 0 ? (size_t)limit : MOST_COLLECTED;
    o.kill_signal = kill_signal_field(L);
    o.uid = (unsigned)integer_field(L, 1, "uid", &o.set_uid);
    o.gid = (unsigned)integer_field(L, 1, "gid", &o.set_gid);

    struct process_result *result = push_owned_result(L);
    process_run(&o, result);
    push_result(L, o.argv[0], result);
    process_result_free(result);
    return 1;
}

/* ---- process.docker: argument vectors ------------------------------------------------------------------------- */

/* Pushes the vector as a Lua list and frees its arena. */
static int return_args(lua_State *L, struct arena *arena, const char *const *args) {
    lua_newtable(L);
    for (lua_Integer i = 0; args[i]; i++) {
        lua_pushstring(L, args[i]);
        lua_rawseti(L, -2, i + 1);
    }
    arena_free(arena);
    return 1;
}

/* Pushes the list of tables in table[key], and zeroed memory for as many records, which is returned. If it is not a
 * list, pushes the value that is there instead and returns NULL. */
static void *push_records(lua_State *L, int table, const char *key, size_t size, size_t *count) {
    if (lua_getfield(L, table, key) != LUA_TTABLE) {
        return NULL;
    }
    *count = (size_t)lua_rawlen(L, -1);
    return push_scratch(L, *count, size);
}

/* Pushes table `i`, from 0, of the list at `list`, which is called `key`, and returns its index. */
static int push_record(lua_State *L, int list, const char *key, size_t i) {
    if (lua_rawgeti(L, list, (lua_Integer)i + 1) != LUA_TTABLE) {
        luaL_error(L, "%s[%d]: expected a table, got %s", key, (int)i + 1, luaL_typename(L, -1));
    }
    return lua_gettop(L);
}

static const struct docker_volume *volumes_field(lua_State *L, int table, size_t *count) {
    struct docker_volume *volumes = push_records(L, table, "volumes", sizeof *volumes, count);
    if (volumes == NULL) {
        return NULL;
    }
    int list = lua_gettop(L) - 1;
    for (size_t i = 0; i < *count; i++) {
        int volume = push_record(L, list, "volumes", i);
        volumes[i].host_path = required_field(L, volume, "host_path");
        volumes[i].container_path = required_field(L, volume, "container_path");
        volumes[i].consistency = string_field(L, volume, "consistency");
        lua_pop(L, 1);
    }
    return volumes;
}

/*
 * docker.run_args{ image, security_opt, network, platform, user, volumes_from, volumes, environment,
 * working_directory, entrypoint, command, selinux }: `environment` is a flat list of keys and values.
 */
static int l_run_args(lua_State *L) {
    struct docker_run run = {0};
    luaL_checktype(L, 1, LUA_TTABLE);
    run.image = required_field(L, 1, "image");
    run.security_opt = string_field(L, 1, "security_opt");
    run.network = string_field(L, 1, "network");
    run.platform = string_field(L, 1, "platform");
    run.user = string_field(L, 1, "user");
    run.working_directory = string_field(L, 1, "working_directory");
    run.volumes_from = strings_field(L, 1, "volumes_from");
    run.entrypoint = strings_field(L, 1, "entrypoint");
    run.command = strings_field(L, 1, "command");
    run.environment = pairs_field(L, 1, "environment");
    run.volumes = volumes_field(L, 1, &run.volume_count);
    run.selinux = true_field(L, 1, "selinux");
    struct arena *arena = push_arena(L);
    return return_args(L, arena, docker_run_args(arena, &run));
}

/* Reads a cache option at `table`; leaves one value. */
static struct docker_cache read_cache(lua_State *L, int table) {
    struct docker_cache cache = {0};
    cache.type = required_field(L, table, "type");
    cache.params = pairs_field(L, table, "params");
    return cache;
}

static const struct docker_cache *caches_field(lua_State *L, int table, const char *key, size_t *count) {
    struct docker_cache *caches = push_records(L, table, key, sizeof *caches, count);
    if (caches == NULL) {
        return NULL;
    }
    int list = lua_gettop(L) - 1;
    /* Each option leaves its scratch and its table's slot on the stack, where they must stay. */
    luaL_checkstack(L, (int)*count * 2 + 8, "too many cache options");
    for (size_t i = 0; i < *count; i++) {
        caches[i] = read_cache(L, push_record(L, list, key, i));
    }
    return caches;
}

/*
 * docker.build_args{ tag, path, file, platform, network, target, cache_from, cache_to, no_cache, build_args,
 * build_contexts }: the last two, and `params` of a cache option, are flat lists of keys and values.
 */
static int l_build_args(lua_State *L) {
    struct docker_build build = {0};
    luaL_checktype(L, 1, LUA_TTABLE);
    build.tag = required_field(L, 1, "tag");
    build.path = required_field(L, 1, "path");
    build.file = string_field(L, 1, "file");
    build.platform = string_field(L, 1, "platform");
    build.network = string_field(L, 1, "network");
    build.target = string_field(L, 1, "target");
    build.no_cache = true_field(L, 1, "no_cache");
    build.cache_from = caches_field(L, 1, "cache_from", &build.cache_from_count);
    if (lua_getfield(L, 1, "cache_to") == LUA_TTABLE) {
        build.cache_to = read_cache(L, lua_gettop(L));
    }
    build.build_args = pairs_field(L, 1, "build_args");
    build.build_contexts = pairs_field(L, 1, "build_contexts");
    struct arena *arena = push_arena(L);
    return return_args(L, arena, docker_build_args(arena, &build));
}

/* docker.create_args(image) */
static int l_create_args(lua_State *L) {
    const char *image = luaL_checkstring(L, 1);
    struct arena *arena = push_arena(L);
    return return_args(L, arena, docker_create_args(arena, image));
}

/* docker.cp_args(from, to) */
static int l_cp_args(lua_State *L) {
    const char *from = luaL_checkstring(L, 1), *to = luaL_checkstring(L, 2);
    struct arena *arena = push_arena(L);
    return return_args(L, arena, docker_cp_args(arena, from, to));
}

/* docker.rm_args(container, with_volumes) */
static int l_rm_args(lua_State *L) {
    const char *container = luaL_checkstring(L, 1);
    bool with_volumes = lua_toboolean(L, 2);
    struct arena *arena = push_arena(L);
    return return_args(L, arena, docker_rm_args(arena, container, with_volumes));
}

/* docker.volume_args("create" or "rm", name) */
static int l_volume_args(lua_State *L) {
    const char *verb = luaL_checkstring(L, 1), *name = luaL_checkstring(L, 2);
    struct arena *arena = push_arena(L);
    return return_args(L, arena, docker_volume_args(arena, verb, name));
}

/* docker.inspect_args(tag) */
static int l_inspect_args(lua_State *L) {
    const char *tag = luaL_checkstring(L, 1);
    struct arena *arena = push_arena(L);
    return return_args(L, arena, docker_inspect_args(arena, tag));
}

/* docker.helper_args(container, input_volume, output_volume, input_dir, output_dir, user) */
static int l_helper_args(lua_State *L) {
    struct docker_helper helper = {
        .container = luaL_checkstring(L, 1),
        .input_volume = luaL_checkstring(L, 2),
        .output_volume = luaL_checkstring(L, 3),
        .input_dir = luaL_checkstring(L, 4),
        .output_dir = luaL_checkstring(L, 5),
        .user = luaL_checkstring(L, 6),
    };
    struct arena *arena = push_arena(L);
    return return_args(L, arena, docker_helper_args(arena, &helper));
}

/* ---- process.docker: running ---------------------------------------------------------------------------------- */

/* Pushes the report of a failed command. */
static void push_report(lua_State *L, const char *const *argv, const struct process_result *result) {
    struct arena *arena = push_arena(L);
    const char *signal = result->signal ? process_signal_name(result->signal) : NULL;
    lua_pushstring(L, docker_failure_text(arena, argv, result->status, signal, result->out.data, result->err.data));
    arena_free(arena);
    lua_remove(L, -2);
}

/* docker.exec(argv, capture) -> true, or with `capture` the collected stdout; nil, report if the command could not be
 * run or failed. Without capture its output goes to our stderr, so that our stdout contains only what a script
 * prints. */
static int l_exec(lua_State *L) {
    struct process_options o = {0};
    size_t count;
    luaL_checktype(L, 1, LUA_TTABLE);
    bool capture = lua_toboolean(L, 2);
    o.argv = push_strings(L, 1, "argv", &count);
    luaL_argcheck(L, count > 0, 1, "the program is missing");
    o.in = PROCESS_NULL;
    o.out = o.err = capture ? PROCESS_PIPE : PROCESS_SHOWN;
    o.max_buffer = MOST_COLLECTED;

    struct process_result *result = push_owned_result(L);
    check_program(L, o.argv[0]);
    const char *command = lua_pushfstring(L, "docker %s", o.argv[1] ? o.argv[1] : "");
    progress_begin(command, o.argv[1] && strcmp(o.argv[1], "build") == 0 ? o.argv[count - 1] : NULL, NULL, NULL);
    enum timing before = timings_enter(TIMING_ASSETS);
    bool ran = process_run(&o, result);
    timings_enter(before);
    progress_end();
    if (!ran) {
        lua_pushnil(L);
        if (result->error == ENOBUFS) {
            lua_pushfstring(L, "expected one line from %s, but it printed more than %d bytes", o.argv[0],
                            MOST_COLLECTED);
            process_result_free(result);
            return 2;
        }
        lua_pushfstring(L, "cannot run %s: %s; install Docker, or name another program in CDK_DOCKER", o.argv[0],
                        strerror(result->error));
        process_result_free(result);
        return 2;
    }
    if (result->status != 0) {
        lua_pushnil(L);
        push_report(L, o.argv, result);
        process_result_free(result);
        return 2;
    }
    if (capture) {
        lua_pushlstring(L, result->out.data, result->out.length);
    } else {
        lua_pushboolean(L, true);
    }
    process_result_free(result);
    return 1;
}

/* docker.succeeds(argv) -> whether the command could be run and ended with status 0; its output is not shown. */
static int l_succeeds(lua_State *L) {
    struct process_options o = {.in = PROCESS_NULL, .out = PROCESS_NULL, .err = PROCESS_NULL};
    size_t count;
    luaL_checktype(L, 1, LUA_TTABLE);
    o.argv = push_strings(L, 1, "argv", &count);
    luaL_argcheck(L, count > 0, 1, "the program is missing");
    struct process_result *result = push_owned_result(L);
    check_program(L, o.argv[0]);
    bool ok = process_run(&o, result) && result->status == 0;
    process_result_free(result);
    lua_pushboolean(L, ok);
    return 1;
}

/* docker.container_id(text) -> the id in the output of `create`, or nil */
static int l_container_id(lua_State *L) {
    size_t length, id_length;
    const char *text = luaL_checklstring(L, 1, &length);
    const char *id = docker_container_id(text, length, &id_length);
    if (id) {
        lua_pushlstring(L, id, id_length);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int l_program(lua_State *L) {
    lua_pushstring(L, docker_program());
    return 1;
}

/* docker.user() -> "uid:gid" of this process, so that files written by a container belong to the user */
static int l_user(lua_State *L) {
    lua_pushfstring(L, "%I:%I", (LUAI_UACINT)getuid(), (LUAI_UACINT)getgid());
    return 1;
}

/* docker.unique_suffix() -> 24 random hex digits, for names that outlive this process */
static int l_unique_suffix(lua_State *L) {
    unsigned char bytes[12];
    char text[2 * sizeof bytes + 1];
    if (getentropy(bytes, sizeof bytes) != 0) {
        return luaL_error(L, "no random bytes: %s", strerror(errno));
    }
    for (size_t i = 0; i < sizeof bytes; i++) {
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    }
    lua_pushstring(L, text);
    return 1;
}

static const luaL_Reg docker_functions[] = {
    {"program", l_program},
    {"run_args", l_run_args},
    {"build_args", l_build_args},
    {"create_args", l_create_args},
    {"cp_args", l_cp_args},
    {"rm_args", l_rm_args},
    {"volume_args", l_volume_args},
    {"inspect_args", l_inspect_args},
    {"helper_args", l_helper_args},
    {"exec", l_exec},
    {"succeeds", l_succeeds},
    {"container_id", l_container_id},
    {"user", l_user},
    {"unique_suffix", l_unique_suffix},
    {NULL, NULL},
};

static const luaL_Reg functions[] = {{"run", l_run}, {NULL, NULL}};

int luaopen_luacdk_process(lua_State *L) {
    luaL_newmetatable(L, TYPE_RESULT);
    lua_pushcfunction(L, l_result_free);
    lua_setfield(L, -2, "__gc");
    lua_pop(L, 1);
    luaL_newlib(L, functions);
    luaL_newlib(L, docker_functions);
    lua_setfield(L, -2, "docker");
    return 1;
}
