/* Lua binding of the assets room: module `luacdk.assets`.
 *
 *   local assets = require "luacdk.assets"
 *
 * Failures of the system (files, permissions, links) return `nil, message`; wrong argument types raise. A message names
 * the file. Paths may be relative to the current directory.
 *
 * Options common to fingerprint, stage and copy_directory (a table, every field optional):
 *   follow       "never" | "always" | "external" (default) | "internal-only"
 *   exclude      list of patterns
 *   ignore_mode  "glob" (default) | "git" | "docker"
 *
 * assets.fingerprint(path [, { extra_hash=, follow=, exclude=, ignore_mode= }])  -> hex | nil, message
 *   FileSystem.fingerprint of the reference. A FIFO, socket or device is an error.
 *
 * assets.walk(path, { …, skip=, names_only= })  -> { entries=, fingerprint=, count=, size= } | nil, message
 *   What the fingerprint is made from, in its order: { path=, kind="file"|"directory"|"link"|"unsupported", hash=, size=,
 *   text= (of a link) }; the entry of a single file has the path "". `skip` is a folder to leave out; with `names_only`
 *   nothing is read. `count` and `size` are of files and links.
 *
 * assets.stage { source=, outdir=, hash=, extra_hash=, follow=, exclude=, ignore_mode=, extension=, disable_copy= }
 *   -> { hash=, staged_path=, is_directory=, extension=, copied= } | nil, message
 *   Fingerprints `source` (unless `hash`, the final asset hash, is given) and puts a copy at
 *   `<outdir>/asset.<hash><extension>` unless that is there already, whole. The extension is "" for a directory and
 * follows the extension rule for a file (assets.extension); `extension` overrides it. `outdir` is created when missing.
 * Nothing is left behind by a failure. `exclude` is taken as it is: AssetStaging puts ".is_custom_resource" in front.
 *   With disable_copy nothing is written and staged_path is the absolute source path (outdir may then be absent).
 *   An output folder inside the source is neither hashed nor copied. Under "internal-only" an external link that is not
 *   ignored is an error. `copied` tells whether this call wrote the target.
 *   staged_path is absolute.
 *
 * Assets that others make, and processes that stage for their parent (see assets/stage.h):
 *   new_folder(outdir, name) -> path | nil, message     put(from, target), note_bundle(path) -> true | nil, message
 *   is_bundle(path) -> boolean                    prepare(outdir) -> true | nil, message
 *   staged(outdir) -> list of paths put in place, list of those found there      adopt(path, placed)
 *
 * assets.check_links(path, { exclude=, ignore_mode= })  -> true | nil, message
 *   Error when the directory holds an external link (the check made for follow = "internal-only").
 * assets.copy_directory(from, to [, options])  -> true | nil, message
 * assets.ignore(mode, patterns)  -> object | nil, message
 *   object:ignores(path), object:completely_ignores(path) -> boolean
 *   `path` is relative to the root of the tree, with slashes.
 * assets.extension(file_name)  -> ".tar.gz", ".zip", ".txt", "" …
 * assets.is_archive_extension(ext)  -> boolean
 *
 * Files:  exists(p) is_directory(p) is_file(p) -> boolean (links followed)
 *   stat(p) -> { type = "file"|"directory"|"other", size=, mode=, mtime= } or nil;  lstat(p): the same, type "link" too
 *   read_file(p), read_regular(p) -> bytes | nil, message; the latter opens nothing but regular files
 *   write_file(p, bytes [, mode]) -> true | nil, message (atomic)
 *   mkdirs(p) remove_tree(p) rename(from, to) copy_file(from, to) chmod(p, mode) symlink(text, p)
 *   -> true | nil, message
 *   list(dir) -> names in the order of the reference's sort | nil, message
 *   readlink(p), realpath(p), mkdtemp(prefix) -> string | nil, message
 *   cwd() -> string                              equal_files(a, b) -> boolean | nil, message
 * Digests: sha256(text) sha1(text) md5(text) -> hex
 * Paths:  assets.path.join(...) resolve(...) dirname(p) basename(p [, suffix]) relative(from, to) extname(p)
 *   normalize(p) is_absolute(p) is_within(root, p): the results of node's path.posix
 */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lua.h>

#include "assets/fingerprint.h"
#include "assets/ignore.h"
#include "assets/stage.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/guard.h"
#include "base/hash.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "base/timings.h"
#include "base/utf8.h"
#include "object/diagnostics.h"
#include "object/unresolved.h"

#define TYPE_SCRATCH "luacdk.assets.scratch"
#define TYPE_IGNORE "luacdk.assets.ignore"

int luaopen_luacdk_assets(lua_State *L);

/* Owns what a call allocates outside Lua. All functions share one, as an upvalue: none of them calls back into Lua, so
 * at most one is active. It is emptied at the start of a call, which also clears what an error left behind. */
struct scratch {
    struct arena arena;
    struct error error;
    struct strbuf buffer;
};

static void scratch_release(struct scratch *s) {
    arena_free(&s->arena);
    error_clear(&s->error);
    strbuf_free(&s->buffer);
}

static struct scratch *scratch(lua_State *L) {
    struct scratch *s = lua_touserdata(L, lua_upvalueindex(1));
    scratch_release(s);
    return s;
}

static int scratch_gc(lua_State *L) {
    scratch_release(luaL_checkudata(L, 1, TYPE_SCRATCH));
    return 0;
}

/* Returns `results` values that are on the stack. */
static int done(struct scratch *s, int results) {
    scratch_release(s);
    return results;
}

static int push_failure(lua_State *L, struct scratch *s) {
    lua_pushnil(L);
    lua_pushstring(L, s->error.message != NULL ? s->error.message : "unknown failure");
    return done(s, 2);
}

/* Pushes true, or nil and the message, for a function that returned `status`. */
static int push_status(lua_State *L, struct scratch *s, int status) {
    if (status < 0) {
        return push_failure(L, s);
    }
    lua_pushboolean(L, 1);
    return done(s, 1);
}

/* A path argument: system calls would silently cut it at a NUL. */
static const char *check_path(lua_State *L, int arg) {
    size_t n;
    token_check_known(L, arg, "a path");
    const char *path = luaL_checklstring(L, arg, &n);
    luaL_argcheck(L, strlen(path) == n, arg, "a path cannot contain a NUL byte");
    return path;
}

/* A path to be read or written: what the guard forbids is an error on the user's line. */
static const char *check_reading(lua_State *L, struct scratch *s, int arg) {
    const char *path = check_path(L, arg);
    if (guard_check_reading(path, &s->error) != 0) {
        engine_fail(L, 0, "%s", s->error.message);
    }
    return path;
}

static const char *check_writing(lua_State *L, struct scratch *s, int arg) {
    const char *path = check_path(L, arg);
    if (guard_check_writing(path, &s->error) != 0) {
        engine_fail(L, 0, "%s", s->error.message);
    }
    return path;
}

/* ---- options ---- */

/* Pushes options[name] and returns it as a string, or NULL if absent. The value stays on the stack, which keeps it
 * alive. */
static const char *string_field(lua_State *L, int table, const char *name, size_t *length) {
    lua_pushstring(L, name);
    if (lua_rawget(L, table) == LUA_TNIL) {
        return NULL;
    }
    if (lua_type(L, -1) != LUA_TSTRING) {
        luaL_error(L, "option '%s' must be a string (got %s)", name, luaL_typename(L, -1));
    }
    size_t n;
    const char *text = lua_tolstring(L, -1, &n);
    if (length != NULL) {
        *length = n;
    } else if (strlen(text) != n) {
        luaL_error(L, "option '%s' cannot contain a NUL byte", name);
    }
    return text;
}

static bool boolean_field(lua_State *L, int table, const char *name) {
    lua_pushstring(L, name);
    lua_rawget(L, table);
    bool value = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return value;
}

/* A list of patterns, copied into the arena. */
static const char *const *check_patterns(lua_State *L, struct scratch *s, int table, size_t *count) {
    *count = lua_rawlen(L, table);
    const char **patterns = arena_alloc(&s->arena, *count * sizeof *patterns);
    for (size_t i = 0; i < *count; i++) {
        lua_rawgeti(L, table, (lua_Integer)i + 1);
        size_t n;
        const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &n) : NULL;
        if (text == NULL) {
            luaL_error(L, "pattern %d must be a string (got %s)", (int)i + 1, luaL_typename(L, -1));
        } else if (strlen(text) != n) {
            luaL_error(L, "pattern %d cannot contain a NUL byte", (int)i + 1);
        }
        patterns[i] = arena_strdup(&s->arena, text);
        lua_pop(L, 1);
    }
    return patterns;
}

static enum ignore_mode check_mode(lua_State *L, const char *name) {
    enum ignore_mode mode = IGNORE_GLOB;
    if (name != NULL && !ignore_mode_from_name(name, &mode)) {
        luaL_error(L, "unknown ignore mode '%s' (expected 'glob', 'git' or 'docker')", name);
    }
    return mode;
}

/* The common options in the table at `table`, which may be none or nil. Leaves values on the stack. */
static struct fingerprint_options check_options(lua_State *L, struct scratch *s, int table) {
    struct fingerprint_options options = {0};
    if (lua_isnoneornil(L, table)) {
        return options;
    }
    luaL_checktype(L, table, LUA_TTABLE);
    luaL_checkstack(L, 8, NULL);
    options.extra_hash = string_field(L, table, "extra_hash", &options.extra_hash_length);
    const char *follow = string_field(L, table, "follow", NULL);
    if (follow != NULL && !follow_mode_from_name(follow, &options.follow)) {
        luaL_error(L, "unknown follow mode '%s' (expected 'never', 'always', 'external' or 'internal-only')", follow);
    }
    options.ignore_mode = check_mode(L, string_field(L, table, "ignore_mode", NULL));
    lua_pushstring(L, "exclude");
    if (lua_rawget(L, table) != LUA_TNIL) {
        if (lua_type(L, -1) != LUA_TTABLE) {
            luaL_error(L, "option 'exclude' must be a list of strings (got %s)", luaL_typename(L, -1));
        }
        options.exclude = check_patterns(L, s, lua_gettop(L), &options.exclude_count);
    }
    return options;
}

/* ---- assets ---- */

static int l_fingerprint(lua_State *L) {
    struct scratch *s = scratch(L);
    const char *path = check_reading(L, s, 1);
    struct fingerprint_options options = check_options(L, s, 2);
    char hex[FINGERPRINT_HEX];
    enum timing before = timings_enter(TIMING_ASSETS);
    int status = fingerprint(path, &options, hex, &s->error);
    timings_enter(before);
    if (status != 0) {
        return push_failure(L, s);
    }
    lua_pushstring(L, hex);
    return done(s, 1);
}

static int l_stage(lua_State *L) {
    struct scratch *s = scratch(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    struct stage_request request = {.options = check_options(L, s, 1)};
    luaL_checkstack(L, 8, NULL);
    request.source = string_field(L, 1, "source", NULL);
    if (request.source == NULL) {
        return luaL_error(L, "option 'source' is missing");
    }
    request.outdir = string_field(L, 1, "outdir", NULL);
    request.hash = string_field(L, 1, "hash", NULL);
    request.extension = string_field(L, 1, "extension", NULL);
    request.disable_copy = boolean_field(L, 1, "disable_copy");
    if (guard_check_reading(request.source, &s->error) != 0) {
        return engine_fail(L, 0, "%s", s->error.message);
    }
    struct stage_result result;
    enum timing before = timings_enter(TIMING_ASSETS);
    size_t readings = timings_readings();
    int status = stage_asset(&s->arena, &request, &result, &s->error);
    timings_enter(before);
    if (status != 0) {
        return push_failure(L, s);
    }
    timings_count_asset(result.copied ? TIMING_STAGED : timings_readings() != readings ? TIMING_HASHED : TIMING_KNOWN);
    lua_createtable(L, 0, 5);
    lua_pushstring(L, result.hash);
    lua_setfield(L, -2, "hash");
    lua_pushstring(L, result.path);
    lua_setfield(L, -2, "staged_path");
    lua_pushstring(L, result.extension);
    lua_setfield(L, -2, "extension");
    lua_pushboolean(L, result.is_directory);
    lua_setfield(L, -2, "is_directory");
    lua_pushboolean(L, result.copied);
    lua_setfield(L, -2, "copied");
    return done(s, 1);
}

static const char *const kind_names[] = {"directory", "file", "link", "unsupported"};

/* Pushes the entries; returns the number of those that are not directories and adds up the sizes of files. */
static size_t push_entries(lua_State *L, const struct walk *w, const struct content_hash *contents,
                           unsigned long long *size) {
    size_t count = 0;
    lua_createtable(L, (int)w->count, 0);
    for (size_t i = 0; i < w->count; i++) {
        const struct walk_entry *entry = &w->entries[i];
        lua_createtable(L, 0, 4);
        lua_pushstring(L, entry->key);
        lua_setfield(L, -2, "path");
        lua_pushstring(L, kind_names[entry->kind]);
        lua_setfield(L, -2, "kind");
        lua_pushstring(L, entry->kind == WALK_LINK ? entry->text : NULL);
        lua_setfield(L, -2, "text");
        if (contents != NULL && entry->kind == WALK_FILE) {
            char hex[FINGERPRINT_HEX];
            hash_to_hex(contents[i].digest, sizeof contents[i].digest, hex);
            lua_pushstring(L, hex);
            lua_setfield(L, -2, "hash");
            lua_pushinteger(L, (lua_Integer)contents[i].size);
            lua_setfield(L, -2, "size");
            *size += contents[i].size;
        }
        count += entry->kind != WALK_DIRECTORY;
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return count;
}

/* The one entry of a single file, whose path is empty. */
static int walk_file(struct scratch *s, const char *path, const struct fingerprint_options *options, struct walk *w,
                     struct content_hash **contents, char hex[FINGERPRINT_HEX]) {
    struct stat status;
    int fd = guard_open(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return error_errno(&s->error, "cannot read", path);
    }
    *contents = arena_calloc(&s->arena, 1, sizeof **contents);
    int result = fingerprint_content(fd, path, NULL, *contents, &status);
    if (result != 0) {
        content_fail(&s->error, errno, path);
    } else {
        fingerprint_file(*contents, options, hex);
        w->entries = arena_calloc(&s->arena, 1, sizeof *w->entries);
        w->entries[0] = (struct walk_entry){.key = "", .kind = WALK_FILE, .parent = -1};
        w->count = w->files = 1;
    }
    close(fd);
    return result;
}

/* Fills the walk, whose descriptor is closed again, and what was read: NULL and "" if only names are wanted. */
static int walk_asset(struct scratch *s, const char *path, const struct fingerprint_options *options, bool names_only,
                      struct walk *w, struct content_hash **contents, char hex[FINGERPRINT_HEX]) {
    struct stat status;
    *w = (struct walk){.root_fd = -1};
    if (guard_stat(path, &status) == 0 && S_ISREG(status.st_mode)) {
        return walk_file(s, path, options, w, contents, hex);
    }
    struct ignore *ignore = ignore_new(options->ignore_mode, options->exclude, options->exclude_count, &s->error);
    if (ignore == NULL) {
        return -1;
    }
    const struct walk_options walking = {options->follow, ignore, options->skip};
    int result = walk_tree(w, &s->arena, path, &walking, &s->error);
    if (result == 0 && !names_only) {
        *contents = fingerprint_contents(&s->arena, w, NULL, NULL, &s->error);
        result = *contents == NULL ? -1 : fingerprint_tree(w, *contents, options, hex, &s->error);
    }
    walk_end(w);
    ignore_free(ignore);
    return result;
}

static int l_walk(lua_State *L) {
    struct scratch *s = scratch(L);
    const char *path = check_reading(L, s, 1);
    struct fingerprint_options options = check_options(L, s, 2);
    options.skip = string_field(L, 2, "skip", NULL);
    struct walk w;
    struct content_hash *contents = NULL;
    char hex[FINGERPRINT_HEX] = "";
    unsigned long long size = 0;
    if (walk_asset(s, path, &options, boolean_field(L, 2, "names_only"), &w, &contents, hex) != 0) {
        return push_failure(L, s);
    }
    lua_createtable(L, 0, 4);
    size_t count = push_entries(L, &w, contents, &size);
    lua_setfield(L, -2, "entries");
    lua_pushinteger(L, (lua_Integer)count);
    lua_setfield(L, -2, "count");
    lua_pushinteger(L, (lua_Integer)size);
    lua_setfield(L, -2, "size");
    lua_pushstring(L, hex);
    lua_setfield(L, -2, "fingerprint");
    return done(s, 1);
}

static int l_check_links(lua_State *L) {
    struct scratch *s = scratch(L);
    const char *path = check_reading(L, s, 1);
    struct fingerprint_options options = check_options(L, s, 2);
    return push_status(L, s, stage_check_links(path, &options, &s->error));
}

static int l_copy_directory(lua_State *L) {
    struct scratch *s = scratch(L);
    const char *from = check_reading(L, s, 1);
    const char *to = check_writing(L, s, 2);
    struct fingerprint_options options = check_options(L, s, 3);
    return push_status(L, s, copy_directory(from, to, &options, &s->error));
}

static int l_extension(lua_State *L) {
    struct scratch *s = scratch(L);
    lua_pushstring(L, asset_extension(&s->arena, check_path(L, 1)));
    return done(s, 1);
}

static int l_is_archive_extension(lua_State *L) {
    lua_pushboolean(L, asset_is_archive_extension(luaL_checkstring(L, 1)));
    return 1;
}

/* ---- ignore objects ---- */

struct ignore_box {
    struct ignore *ignore;
};

static int l_ignore(lua_State *L) {
    struct scratch *s = scratch(L);
    enum ignore_mode mode = check_mode(L, luaL_checkstring(L, 1));
    luaL_checktype(L, 2, LUA_TTABLE);
    size_t count;
    const char *const *patterns = check_patterns(L, s, 2, &count);
    struct ignore_box *box = lua_newuserdatauv(L, sizeof *box, 0);
    box->ignore = NULL;
    luaL_setmetatable(L, TYPE_IGNORE);
    box->ignore = ignore_new(mode, patterns, count, &s->error);
    if (box->ignore == NULL) {
        return push_failure(L, s);
    }
    return done(s, 1);
}

static int ignore_query(lua_State *L, int (*query)(struct ignore *, const char *, struct error *)) {
    struct scratch *s = scratch(L);
    struct ignore_box *box = luaL_checkudata(L, 1, TYPE_IGNORE);
    const char *path = check_path(L, 2);
    int result = query(box->ignore, path, &s->error);
    if (result < 0) {
        return push_failure(L, s);
    }
    lua_pushboolean(L, result);
    return done(s, 1);
}

static int l_ignores(lua_State *L) { return ignore_query(L, ignore_test); }

static int l_completely_ignores(lua_State *L) { return ignore_query(L, ignore_prunes); }

static int ignore_gc(lua_State *L) {
    struct ignore_box *box = luaL_checkudata(L, 1, TYPE_IGNORE);
    ignore_free(box->ignore);
    box->ignore = NULL;
    return 0;
}

/* ---- files ---- */

static int l_exists(lua_State *L) {
    lua_pushboolean(L, file_exists(check_reading(L, scratch(L), 1)));
    return 1;
}

static int l_is_directory(lua_State *L) {
    lua_pushboolean(L, file_is_directory(check_reading(L, scratch(L), 1)));
    return 1;
}

static int l_is_file(lua_State *L) {
    lua_pushboolean(L, file_is_regular(check_reading(L, scratch(L), 1)));
    return 1;
}

static int push_stat(lua_State *L, int (*call)(const char *, struct stat *)) {
    struct stat st;
    if (call(check_reading(L, scratch(L), 1), &st) != 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_createtable(L, 0, 4);
    lua_pushstring(L, S_ISREG(st.st_mode)   ? "file"
                      : S_ISDIR(st.st_mode) ? "directory"
                      : S_ISLNK(st.st_mode) ? "link"
                                            : "other");
    lua_setfield(L, -2, "type");
    lua_pushinteger(L, (lua_Integer)st.st_size);
    lua_setfield(L, -2, "size");
    lua_pushinteger(L, (lua_Integer)(st.st_mode & 07777));
    lua_setfield(L, -2, "mode");
    lua_pushnumber(L, (lua_Number)st.st_mtim.tv_sec + (lua_Number)st.st_mtim.tv_nsec / 1e9);
    lua_setfield(L, -2, "mtime");
    return 1;
}

static int l_stat(lua_State *L) { return push_stat(L, guard_stat); }

static int l_lstat(lua_State *L) { return push_stat(L, guard_lstat); }

static int l_read_file(lua_State *L) {
    struct scratch *s = scratch(L);
    const char *path = check_reading(L, s, 1);
    if (file_read(path, &s->buffer, &s->error) != 0) {
        return push_failure(L, s);
    }
    lua_pushlstring(L, s->buffer.data, s->buffer.length);
    return done(s, 1);
}

static int l_read_regular(lua_State *L) {
    struct scratch *s = scratch(L);
    const char *path = check_reading(L, s, 1);
    if (file_read_regular(path, FILE_LARGEST, &s->buffer, &s->error) != 0) {
        return push_failure(L, s);
    }
    lua_pushlstring(L, s->buffer.data, s->buffer.length);
    return done(s, 1);
}

static int l_write_file(lua_State *L) {
    struct scratch *s = scratch(L);
    const char *path = check_writing(L, s, 1);
    size_t n;
    const char *data = luaL_checklstring(L, 2, &n);
    mode_t mode = (mode_t)luaL_optinteger(L, 3, 0666);
    return push_status(L, s, file_write(path, data, n, mode, &s->error));
}

static int l_mkdirs(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_status(L, s, file_mkdirs(check_writing(L, s, 1), &s->error));
}

static int l_remove_tree(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_status(L, s, file_remove_tree(check_writing(L, s, 1), &s->error));
}

static int l_rename(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_status(L, s, file_rename(check_writing(L, s, 1), check_writing(L, s, 2), &s->error));
}

static int l_copy_file(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_status(L, s, file_copy(check_reading(L, s, 1), check_writing(L, s, 2), &s->error));
}

static int l_equal_files(lua_State *L) {
    struct scratch *s = scratch(L);
    int equal = file_equal(check_reading(L, s, 1), check_reading(L, s, 2), &s->error);
    if (equal < 0) {
        return push_failure(L, s);
    }
    lua_pushboolean(L, equal);
    return done(s, 1);
}

static int l_chmod(lua_State *L) {
    struct scratch *s = scratch(L);
    const char *path = check_writing(L, s, 1);
    mode_t mode = (mode_t)luaL_checkinteger(L, 2) & 07777;
    return push_status(L, s, chmod(path, mode) == 0 ? 0 : error_errno(&s->error, "cannot change the mode of", path));
}

static int l_symlink(lua_State *L) {
    struct scratch *s = scratch(L);
    const char *text = check_path(L, 1);
    const char *path = check_writing(L, s, 2);
    return push_status(L, s, symlink(text, path) == 0 ? 0 : error_errno(&s->error, "cannot create link", path));
}

static int l_list(lua_State *L) {
    struct scratch *s = scratch(L);
    const char **names;
    size_t count;
    if (file_list(&s->arena, check_reading(L, s, 1), &names, &count, &s->error) != 0) {
        return push_failure(L, s);
    }
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_pushstring(L, names[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return done(s, 1);
}

static int push_path_or_failure(lua_State *L, struct scratch *s, const char *path) {
    if (path == NULL) {
        return push_failure(L, s);
    }
    lua_pushstring(L, path);
    return done(s, 1);
}

static int l_readlink(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_path_or_failure(L, s, file_readlink(&s->arena, check_reading(L, s, 1), &s->error));
}

static int l_realpath(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_path_or_failure(L, s, file_realpath(&s->arena, check_reading(L, s, 1), &s->error));
}

static int l_mkdtemp(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_path_or_failure(L, s, file_mkdtemp(&s->arena, check_writing(L, s, 1), &s->error));
}

static int l_cwd(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_path_or_failure(L, s, path_cwd(&s->arena));
}

/* ---- digests ---- */

static int push_digest(lua_State *L, enum hash_kind kind) {
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);
    char hex[HASH_MAX_HEX];
    hash_hex(kind, text, n, hex);
    lua_pushlstring(L, hex, 2 * hash_bytes(kind));
    return 1;
}

static int l_sha256(lua_State *L) { return push_digest(L, HASH_SHA256); }

static int l_sha1(lua_State *L) { return push_digest(L, HASH_SHA1); }

static int l_md5(lua_State *L) { return push_digest(L, HASH_MD5); }

/* ---- paths ---- */

static int l_path_join(lua_State *L) {
    struct scratch *s = scratch(L);
    int n = lua_gettop(L);
    for (int i = 1; i <= n; i++) {
        const char *part = check_path(L, i);
        if (part[0] == '\0') {
            continue;
        }
        if (s->buffer.length > 0) {
            strbuf_addch(&s->buffer, '/');
        }
        strbuf_adds(&s->buffer, part);
    }
    return push_path_or_failure(L, s, path_normalize(&s->arena, s->buffer.data));
}

static int l_path_resolve(lua_State *L) {
    struct scratch *s = scratch(L);
    int n = lua_gettop(L);
    char *path = path_cwd(&s->arena);
    for (int i = 1; i <= n; i++) {
        path = path_resolve(&s->arena, path, check_path(L, i));
    }
    return push_path_or_failure(L, s, path);
}

static int l_path_normalize(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_path_or_failure(L, s, path_normalize(&s->arena, check_path(L, 1)));
}

static int l_path_dirname(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_path_or_failure(L, s, path_dirname(&s->arena, check_path(L, 1)));
}

static int l_path_basename(lua_State *L) {
    struct scratch *s = scratch(L);
    char *name = path_basename(&s->arena, check_path(L, 1));
    const char *suffix = luaL_optstring(L, 2, "");
    size_t n = strlen(name), m = strlen(suffix);
    if (m > 0 && m < n && strcmp(name + n - m, suffix) == 0) {
        name[n - m] = '\0';
    }
    return push_path_or_failure(L, s, name);
}

static int l_path_relative(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_path_or_failure(L, s, path_relative(&s->arena, check_path(L, 1), check_path(L, 2)));
}

static int l_path_extname(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_path_or_failure(L, s, path_extname(&s->arena, check_path(L, 1)));
}

static int l_path_is_absolute(lua_State *L) {
    lua_pushboolean(L, path_is_absolute(check_path(L, 1)));
    return 1;
}

static int l_path_is_within(lua_State *L) {
    lua_pushboolean(L, path_is_within(check_path(L, 1), check_path(L, 2)));
    return 1;
}

/* ---- module ---- */

/* assets.staged(outdir) -> two lists of what this run has staged for an unfinished assembly: assets it has put in
 * place, and assets it has found there */
static int l_staged(lua_State *L) {
    struct scratch *s = scratch(L);
    const char *outdir = path_resolve(&s->arena, NULL, check_path(L, 1));
    lua_settop(L, 1);
    lua_newtable(L);
    lua_newtable(L);
    bool placed;
    const char *path;
    for (size_t i = 0; (path = stage_asset_at(outdir, i, &placed)) != NULL; i++) {
        int list = placed ? 2 : 3;
        lua_pushstring(L, path);
        lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
    }
    return done(s, 2);
}

static int l_prepare(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_status(L, s, stage_prepare(check_writing(L, s, 1), &s->error));
}

static int l_adopt(lua_State *L) {
    struct scratch *s = scratch(L);
    stage_adopt(check_writing(L, s, 1), lua_toboolean(L, 2));
    return 0;
}

static int l_new_folder(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_path_or_failure(L, s, stage_new_folder(&s->arena, check_writing(L, s, 1), check_path(L, 2), &s->error));
}

static int l_put(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_status(L, s, stage_put(check_writing(L, s, 1), check_writing(L, s, 2), &s->error));
}

static int l_note_bundle(lua_State *L) {
    struct scratch *s = scratch(L);
    return push_status(L, s, stage_note_bundle(check_writing(L, s, 1), &s->error));
}

static int l_is_bundle(lua_State *L) {
    lua_pushboolean(L, stage_is_bundle(check_writing(L, scratch(L), 1)));
    return 1;
}

static const luaL_Reg functions[] = {
    {"fingerprint", l_fingerprint},
    {"walk", l_walk},
    {"stage", l_stage},
    {"staged", l_staged},
    {"prepare", l_prepare},
    {"adopt", l_adopt},
    {"new_folder", l_new_folder},
    {"put", l_put},
    {"note_bundle", l_note_bundle},
    {"is_bundle", l_is_bundle},
    {"check_links", l_check_links},
    {"copy_directory", l_copy_directory},
    {"ignore", l_ignore},
    {"extension", l_extension},
    {"is_archive_extension", l_is_archive_extension},
    {"exists", l_exists},
    {"is_directory", l_is_directory},
    {"is_file", l_is_file},
    {"stat", l_stat},
    {"lstat", l_lstat},
    {"read_file", l_read_file},
    {"read_regular", l_read_regular},
    {"write_file", l_write_file},
    {"mkdirs", l_mkdirs},
    {"remove_tree", l_remove_tree},
    {"rename", l_rename},
    {"copy_file", l_copy_file},
    {"equal_files", l_equal_files},
    {"chmod", l_chmod},
    {"symlink", l_symlink},
    {"list", l_list},
    {"readlink", l_readlink},
    {"realpath", l_realpath},
    {"mkdtemp", l_mkdtemp},
    {"cwd", l_cwd},
    {"sha256", l_sha256},
    {"sha1", l_sha1},
    {"md5", l_md5},
    {NULL, NULL},
};

static const luaL_Reg path_functions[] = {
    {"join", l_path_join},           {"resolve", l_path_resolve},
    {"normalize", l_path_normalize}, {"dirname", l_path_dirname},
    {"basename", l_path_basename},   {"relative", l_path_relative},
    {"extname", l_path_extname},     {"is_absolute", l_path_is_absolute},
    {"is_within", l_path_is_within}, {NULL, NULL},
};

static const luaL_Reg ignore_methods[] = {
    {"ignores", l_ignores},
    {"completely_ignores", l_completely_ignores},
    {NULL, NULL},
};

static const luaL_Reg ignore_metamethods[] = {
    {"__gc", ignore_gc},
    {NULL, NULL},
};

static const luaL_Reg scratch_metamethods[] = {
    {"__gc", scratch_gc},
    {NULL, NULL},
};

int luaopen_luacdk_assets(lua_State *L) {
    luaL_newmetatable(L, TYPE_SCRATCH);
    luaL_setfuncs(L, scratch_metamethods, 0);
    struct scratch *s = lua_newuserdatauv(L, sizeof *s, 0);
    *s = (struct scratch){.arena = ARENA_INIT};
    strbuf_init(&s->buffer);
    luaL_setmetatable(L, TYPE_SCRATCH);
    int upvalue = lua_gettop(L);

    luaL_newmetatable(L, TYPE_IGNORE);
    luaL_setfuncs(L, ignore_metamethods, 0);
    luaL_newlibtable(L, ignore_methods);
    lua_pushvalue(L, upvalue);
    luaL_setfuncs(L, ignore_methods, 1);
    lua_setfield(L, -2, "__index");

    luaL_newlibtable(L, functions);
    lua_pushvalue(L, upvalue);
    luaL_setfuncs(L, functions, 1);
    luaL_newlibtable(L, path_functions);
    lua_pushvalue(L, upvalue);
    luaL_setfuncs(L, path_functions, 1);
    lua_setfield(L, -2, "path");
    return 1;
}
