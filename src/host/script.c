/* Running a script: see script.h. */
#include "host/script.h"

#include "api/assembly_api.h"
#include "assembly/output.h"
#include "assets/stage.h"
#include "base/apart.h"
#include "base/file.h"
#include "base/guard.h"
#include "base/inputs.h"
#include "base/interrupt.h"
#include "base/strbuf.h"
#include "base/terminal.h"
#include "base/timings.h"
#include "host/chunk.h"
#include "host/limits.h"
#include "host/report.h"
#include "host/sandbox.h"
#include "host/sandbox_globals.h"
#include "host/stop.h"
#include "object/diagnostics.h"
#include "object/state.h"
#include "object/warnings.h"

#include <ctype.h>
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OUTPUTS_KEY "luacdk.outputs" /* in the registry: the result of script_outputs */
#define RESULT_KEY "luacdk.result"   /* there, too: what the script returned */

/* ---- giving up ------------------------------------------------------------------------------------------------- */

static _Thread_local int given_up = -1; /* the status passed to script_give_up */

void script_give_up(lua_State *L, int status, lua_State *outcome) {
    lua_newtable(L);
    if (outcome && lua_getfield(outcome, LUA_REGISTRYINDEX, OUTPUTS_KEY) == LUA_TTABLE) {
        for (lua_Integer i = 1; lua_rawgeti(outcome, -1, i) == LUA_TSTRING; i++) {
            lua_pushstring(L, lua_tostring(outcome, -1));
            lua_rawseti(L, -2, i);
            lua_pop(outcome, 1);
        }
    }
    lua_setfield(L, LUA_REGISTRYINDEX, OUTPUTS_KEY);
    given_up = status;
    stop_now(L);
}

/* ---- settings -------------------------------------------------------------------------------------------------- */

static void push_words(lua_State *L, const char *const *words, size_t count) {
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_pushstring(L, words[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* Sorts the variables that give values to parameters, so that their order in the environment does not matter. */
static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static void push_variables(lua_State *L) {
    static const char prefix[] = "LUACDK_P_";
    size_t count = 0, found = 0;
    while (environ[count]) {
        count++;
    }
    const char **words = lua_newuserdatauv(L, (count + 1) * sizeof *words, 0);
    for (size_t i = 0; i < count; i++) {
        if (strncmp(environ[i], prefix, sizeof prefix - 1) == 0) {
            words[found++] = environ[i];
        }
    }
    qsort(words, found, sizeof *words, by_text);
    push_words(L, words, found);
    lua_remove(L, -2);
}

/* luacdk.settings.definition.answer(): what is printed from now on is the command's answer, not the script's words. */
static int l_answer(lua_State *L) {
    (void)L;
    apart_end();
    return 0;
}

static void push_definition(lua_State *L, const struct script *script) {
    const struct definition *definition = &script->definition;
    static const char *const actions[] = {"synth", "explain", "describe", "plan", "complete", "check_values", "test"};
    lua_createtable(L, 0, 10);
    lua_pushstring(L, actions[definition->action]);
    lua_setfield(L, -2, "action");
    if (script->file && strcmp(script->file, "-") != 0) {
        lua_pushstring(L, script->file);
        lua_setfield(L, -2, "file");
    }
    lua_pushstring(L, definition->form);
    lua_setfield(L, -2, "form");
    lua_pushstring(L, definition->env);
    lua_setfield(L, -2, "env");
    push_words(L, definition->values, definition->value_count);
    lua_setfield(L, -2, "values");
    push_words(L, definition->sets, definition->set_count);
    lua_setfield(L, -2, "sets");
    push_words(L, definition->only, definition->only_count);
    lua_setfield(L, -2, "only");
    push_variables(L);
    lua_setfield(L, -2, "variables");
    lua_pushinteger(L, definition->jobs);
    lua_setfield(L, -2, "jobs");
    lua_pushboolean(L, definition->keep_going);
    lua_setfield(L, -2, "keep_going");
    lua_pushboolean(L, definition->asked);
    lua_setfield(L, -2, "asked");
    lua_pushboolean(L, script->trust);
    lua_setfield(L, -2, "trust");
    lua_pushcfunction(L, report_handler);
    lua_setfield(L, -2, "report");
    lua_pushcfunction(L, l_answer);
    lua_setfield(L, -2, "answer");
}

/* Whether AWS's tools will read what the script writes. */
static bool serves_tools(const struct script *script) { return script->source_map && !script->dry_run; }

/* luacdk.settings.findings(): the module that knows what `luacdk check` would tell of an app. The library, which does not
 * know it, asks it for the validation report. */
static int l_findings(lua_State *L) {
    engine_push_global(L, "require");
    lua_pushliteral(L, "luacdk.check.findings");
    lua_call(L, 1, 1);
    return 1;
}

/* Loader of luacdk.settings; runs when the engine asks, which by then knows how lists and maps are marked. */
static int l_load_settings(lua_State *L) {
    const struct script *script = lua_touserdata(L, lua_upvalueindex(1));
    lua_createtable(L, 0, 3);
    assembly_push_json(L, script->context);
    lua_setfield(L, -2, "context");
    lua_pushstring(L, script->output);
    lua_setfield(L, -2, "outdir");
    lua_pushboolean(L, script->report_is_read);
    lua_setfield(L, -2, "report_is_read");
    lua_pushboolean(L, script->dry_run);
    lua_setfield(L, -2, "dry_run");
    push_definition(L, script);
    lua_setfield(L, -2, "definition");
    if (serves_tools(script)) {
        lua_pushcfunction(L, l_findings);
        lua_setfield(L, -2, "findings");
    }
    if (script->checking) {
        lua_createtable(L, 0, 2);
        lua_pushstring(L, script->checking->format);
        lua_setfield(L, -2, "format");
        lua_pushstring(L, script->checking->fail_on);
        lua_setfield(L, -2, "fail_on");
        lua_pushstring(L, script->checking->ignore);
        lua_setfield(L, -2, "ignore");
        lua_pushstring(L, script->checking->rules);
        lua_setfield(L, -2, "rules");
        lua_setfield(L, -2, "checking");
    }
    if (script->stacks) {
        push_words(L, script->stacks, script->stack_count);
        lua_setfield(L, -2, "stacks");
    }
    return 1;
}

void script_provide_settings(lua_State *L, const struct script *script) {
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_pushlightuserdata(L, (void *)script);
    lua_pushcclosure(L, l_load_settings, 1);
    lua_setfield(L, -2, "luacdk.settings");
    lua_pop(L, 1);
}

/* ---- the run --------------------------------------------------------------------------------------------------- */

/* Modules beside the script come before other files, whatever the working folder is. */
static void add_script_folder(lua_State *L, const char *file) {
    const char *slash = strrchr(file, '/');
    if (!slash) {
        return; /* "./?.lua" is already in the path */
    }
    luaL_Buffer path;
    lua_getglobal(L, "package");
    luaL_buffinit(L, &path);
    luaL_addlstring(&path, file, (size_t)(slash - file));
    luaL_addstring(&path, "/?.lua;");
    luaL_addlstring(&path, file, (size_t)(slash - file));
    luaL_addstring(&path, "/?/init.lua;");
    luaL_pushresult(&path);
    lua_getfield(L, -2, "path");
    lua_concat(L, 2);
    lua_setfield(L, -2, "path");
    lua_pop(L, 1);
}

static void set_arguments(lua_State *L, const struct script *script) {
    lua_createtable(L, script->argument_count, 1);
    lua_pushstring(L, script->file);
    lua_rawseti(L, -2, 0);
    for (int i = 0; i < script->argument_count; i++) {
        lua_pushstring(L, script->arguments[i]);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setglobal(L, "arg");
}

/* Applies the run's limits and sandbox; definitions that the script uses get the same limits. */
static void put_under_limits(lua_State *L, const struct script *script) {
    const struct limits *limits = &script->limits;
    guard_set_remedy(script->root ? "run code you trust without --sandbox" : NULL);
    if (script->root) {
        struct sandbox sandbox = {script->root, script->output, *limits};
        struct error error = ERROR_INIT;
        if (sandbox_enter(L, &sandbox, &error) != 0) {
            lua_pushstring(L, error.message);
            error_clear(&error);
            lua_error(L);
        }
    } else if (limits->memory || limits->instructions || limits->seconds > 0) {
        limits_begin(L, limits);
    }
}

/* Pushes the script as a function; skips a first line that starts with #. */
static void load_script(lua_State *L, const struct script *script) {
    const char *file = script->file;
    int from_input = strcmp(file, "-") == 0;
    int status;
    if (script->text) {
        status = luaL_loadbufferx(L, script->text, script->text_length, lua_pushfstring(L, "@%s", file), "t");
        lua_remove(L, -2);
        if (status == LUA_OK && script->root) {
            sandbox_push_globals(L, script->root);
            lua_setupvalue(L, -2, 1);
        }
    } else if (script->root && !from_input) {
        sandbox_push_globals(L, script->root);
        status = chunk_load(L, file, file, -1);
        if (status == LUA_ERRSYNTAX) {
            lua_error(L); /* it contains the location */
        }
    } else {
        status = luaL_loadfilex(L, from_input ? NULL : file, "t");
        if (status == LUA_OK && script->root) {
            sandbox_push_globals(L, script->root);
            lua_setupvalue(L, -2, 1);
        } else if (!from_input) {
            chunk_note(L, file);
            inputs_add(file);
        }
    }
    if (status == LUA_ERRSYNTAX) {
        report_push_syntax_error(L, from_input ? "stdin" : file, lua_tostring(L, -1));
        lua_error(L);
    }
    if (status != LUA_OK) {
        lua_error(L); /* "cannot open app.lua: No such file or directory" */
    }
}

bool script_ran_tests(lua_State *L) {
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    bool is_loaded = lua_getfield(L, -1, "busted") != LUA_TNIL;
    lua_pop(L, 2);
    return is_loaded;
}

/* A script that never used the engine made nothing; apps made by tests are not written. */
void script_finish(lua_State *L) {
    lua_newtable(L);
    int folders = lua_gettop(L);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    if (lua_getfield(L, -1, "luacdk.engine") == LUA_TTABLE && !script_ran_tests(L)) {
        lua_getfield(L, -1, "finish");
        lua_call(L, 0, 1);
        lua_Integer count = luaL_len(L, -1);
        for (lua_Integer i = 1; i <= count; i++) {
            lua_geti(L, -1, i);
            lua_getfield(L, -1, "outdir");
            lua_rawseti(L, folders, i);
            lua_pop(L, 1);
        }
    }
    lua_settop(L, folders);
    lua_setfield(L, LUA_REGISTRYINDEX, OUTPUTS_KEY);
}

void script_prepare(lua_State *L, const struct script *script) {
    script_provide_settings(L, script);
    set_arguments(L, script);
    sandbox_set_run(&script->limits, script->output, script->file, script->trust);
    if (script->file) {
        add_script_folder(L, script->file);
        user_line_set_script(L, script->file);
        if (serves_tools(script)) {
            user_line_trace_for_tools(L, script->output);
        }
    }
}

/* Runs the script's result (popped) if it is a definition. Most scripts return nothing. */
static void run_definition(lua_State *L, const struct definition *definition) {
    if (lua_istable(L, -1) || definition->asked || definition->action != DEFINITION_SYNTH) {
        engine_push_global(L, "require");
        lua_pushliteral(L, "luacdk.template.run");
        lua_call(L, 1, 1);
        lua_insert(L, -2);
        lua_call(L, 1, 0);
    } else {
        lua_pop(L, 1);
    }
}

enum { LARGEST_SCRIPT = 64 << 20 }; /* bytes */

/* Whether a function of that name may be called in the text: the name, then, behind blanks and comments, a parenthesis or
 * a brace. Names that only contain it, as `template_options` does, are not meant. */
static bool may_call(const struct strbuf *text, const char *name) {
    const char *end = text->data + text->length, *at = text->data;
    size_t length = strlen(name);
    for (; (at = memmem(at, (size_t)(end - at), name, length)); at += length) {
        const char *next = at + length; /* the text ends with a zero */
        next += strspn(next, " \f\n\r\t\v");
        bool whole = at == text->data || !(isalnum((unsigned char)at[-1]) || at[-1] == '_');
        if (whole && (*next == '{' || *next == '(' || strncmp(next, "--", 2) == 0)) {
            return true;
        }
    }
    return false;
}

bool script_may_be_definition(const char *file) {
    struct strbuf text;
    strbuf_init(&text);
    bool found = file_is_regular(file) && file_read_regular(file, LARGEST_SCRIPT, &text, NULL) == 0 &&
                 (may_call(&text, "template") || may_call(&text, "matrix"));
    strbuf_free(&text);
    return found;
}

/* Runs a script that is a definition, which others may have written: in the sandbox, unless it is trusted or the whole
 * run is in one. Pushes its result; false (nothing pushed) if it is not a definition. */
static bool run_as_definition(lua_State *L, const struct script *script) {
    if (script->root || script->trust || script->text || strcmp(script->file, "-") == 0 ||
        !script_may_be_definition(script->file)) {
        return false;
    }
    engine_push_global(L, "require");
    lua_pushliteral(L, "luacdk.template.load");
    lua_call(L, 1, 1);
    lua_pushstring(L, script->file);
    for (int i = 0; i < script->argument_count; i++) {
        luaL_checkstack(L, 1, "too many arguments");
        lua_pushstring(L, script->arguments[i]);
    }
    lua_call(L, script->argument_count + 1, 2);
    bool is_definition = lua_toboolean(L, -2);
    lua_remove(L, -2);
    if (!is_definition) {
        guard_trust_again(); /* its folder was distrusted because it might have been one */
        lua_pop(L, 1);
    }
    return is_definition;
}

/* Runs the script and returns its result. */
static int l_run_file(lua_State *L) {
    const struct script *script = lua_touserdata(L, 1);
    lua_settop(L, 0);
    if (!run_as_definition(L, script)) {
        load_script(L, script);
        for (int i = 0; i < script->argument_count; i++) {
            luaL_checkstack(L, 1, "too many arguments");
            lua_pushstring(L, script->arguments[i]);
        }
        lua_call(L, script->argument_count, 1);
    }
    return 1;
}

/* Runs the script for luacdk check, which tells its mistakes and those of what it made until then. An interruption and
 * a limit that was reached end the run as usual. */
static void run_checked(lua_State *L, const struct script *script) {
    engine_push_global(L, "require");
    lua_pushliteral(L, "luacdk.check");
    lua_call(L, 1, 1);
    lua_pushcfunction(L, report_handler);
    lua_pushcfunction(L, l_run_file);
    lua_pushlightuserdata(L, (void *)script);
    bool ran = lua_pcall(L, 1, 1, -3) == LUA_OK;
    if (!ran && (lua_type(L, -1) != LUA_TSTRING || limits_reached_by(L, -1))) {
        lua_error(L);
    }
    lua_pushboolean(L, ran);
    lua_replace(L, -3); /* luacdk.check, ran, result or message */
    timings_enter(TIMING_REPORT);
    terminal_suspect(); /* from here on messages contain what the script says */
    lua_call(L, 2, 0);
}

/* Leaves the script's result in the registry, for l_write. */
static int l_load(lua_State *L) {
    const struct script *script = lua_touserdata(L, 1);
    lua_settop(L, 0);
    script_prepare(L, script);
    put_under_limits(L, script);
    lua_pushcfunction(L, l_run_file);
    lua_pushlightuserdata(L, (void *)script);
    lua_call(L, 1, 1);
    lua_setfield(L, LUA_REGISTRYINDEX, RESULT_KEY);
    return 0;
}

static int l_write(lua_State *L) {
    const struct script *script = lua_touserdata(L, 1);
    lua_settop(L, 0);
    if (!limits_active() && (script->limits.memory || script->limits.instructions || script->limits.seconds > 0)) {
        limits_begin(L, &script->limits); /* anew: time has gone by since the script has run */
    }
    lua_getfield(L, LUA_REGISTRYINDEX, RESULT_KEY);
    run_definition(L, &script->definition);
    script_finish(L);
    return 0;
}

static int l_run(lua_State *L) {
    const struct script *script = lua_touserdata(L, 1);
    if (script->checking) {
        lua_settop(L, 0);
        script_prepare(L, script);
        put_under_limits(L, script);
        run_checked(L, script);
        return 0;
    }
    l_load(L);
    lua_pushlightuserdata(L, (void *)script);
    return l_write(L);
}

const char *script_report(lua_State *L, struct arena *arena, bool *failed) {
    int top = lua_gettop(L);
    const char *report = "";
    *failed = true;
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushliteral(L, "luacdk.settings");
    if (lua_rawget(L, -2) == LUA_TTABLE && lua_getfield(L, -1, "checking") == LUA_TTABLE) {
        lua_getfield(L, -1, "failed");
        *failed = lua_toboolean(L, -1);
        lua_getfield(L, -2, "report");
        report = lua_isstring(L, -1) ? arena_strdup(arena, lua_tostring(L, -1)) : "";
    }
    lua_settop(L, top);
    return report;
}

size_t script_outputs(lua_State *L, struct arena *arena, const char *const **folders) {
    size_t count = 0;
    *folders = NULL;
    if (lua_getfield(L, LUA_REGISTRYINDEX, OUTPUTS_KEY) == LUA_TTABLE) {
        size_t length = lua_rawlen(L, -1);
        const char **list = arena_calloc(arena, length + 1, sizeof *list);
        for (; count < length && lua_rawgeti(L, -1, (lua_Integer)count + 1) == LUA_TSTRING; count++) {
            list[count] = arena_strdup(arena, lua_tostring(L, -1));
            lua_pop(L, 1);
        }
        *folders = list;
    }
    return count;
}

size_t script_errors(lua_State *L) {
    int top = lua_gettop(L);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushliteral(L, "luacdk.settings");
    size_t count = 0;
    if (lua_rawget(L, -2) == LUA_TTABLE) {
        lua_pushliteral(L, "outside_errors");
        lua_rawget(L, -2);
        count = (size_t)lua_tointeger(L, -1);
    }
    lua_settop(L, top);
    return count;
}

static void print_message(const char *message) {
    terminal_print(stderr, message, strlen(message));
    putc('\n', stderr);
}

static int run(lua_State *L, lua_CFunction work, const struct script *script, const char **message) {
    *message = NULL;
    given_up = -1;
    stop_run(L);
    lua_pushcfunction(L, report_handler);
    lua_pushcfunction(L, work);
    lua_pushlightuserdata(L, (void *)script);
    int status = lua_pcall(L, 1, 0, -3);
    bool reached = status == LUA_OK ? limits_active() && limits_reached() : limits_reached_by(L, -1);
    limits_end();
    stop_run(NULL);
    warnings_flush(L);
    if (given_up == STATUS_OK) {
        return STATUS_OK;
    }
    if (reached && status == LUA_OK) {
        status = LUA_ERRRUN;
    }
    if (status != LUA_OK) {
        output_abandon_all();
        stage_undo();
    }
    if (interrupt_signal()) {
        return STATUS_SIGNAL + interrupt_signal();
    }
    if (given_up >= 0) {
        return given_up;
    }
    if (status != LUA_OK) {
        *message = reached ? limits_message() : lua_tostring(L, -1);
        *message = *message ? *message : "not enough memory";
        return STATUS_FAILED;
    }
    return STATUS_OK;
}

int script_run(lua_State *L, const struct script *script) {
    const char *message;
    int status = run(L, l_run, script, &message);
    if (message) {
        print_message(message);
    }
    return status;
}

int script_load(lua_State *L, const struct script *script, const char **message) {
    return run(L, l_load, script, message);
}

int script_write(lua_State *L, const struct script *script, const char **message) {
    return run(L, l_write, script, message);
}
