/* embed: compiles the Lua library to bytecode and writes it as the image that src/host/embedded.h describes. Programs in
 * other languages (.js, .py, .css) become modules that return their text: lua/aws_cdk/x/y.js is the module "aws_cdk.x.y.js".
 *
 *     embed <folder> <image> <first>
 *
 * The bytecode of the modules that the file <first> names, one a line, lies together in front: every app loads them, and
 * each page that they shared with others would count as memory. A line that starts with # is a comment.
 *
 * Bytecode keeps its line numbers and the names of parameters; the chunk of lua/aws_cdk/aws_s3/bucket.lua is named
 * "=luacdk/aws_cdk/aws_s3/bucket.lua", which marks its frames as the library's. The same input gives the same bytes. A
 * source that does not parse ends the build with Lua's message.
 *
 * Compiled with LUA_IS_FOREIGN it needs no Lua and writes the sources as they are: for the module for another Lua
 * (packaging/rock), whose bytecode may change with each release. */
#ifndef LUA_IS_FOREIGN
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#endif

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../src/host/embedded.h"

#if !defined LUA_IS_FOREIGN && !defined LUA_CHECKED_BY_LINKER /* our own Lua, whose private headers are at hand */
#include <lmem.h>
#include <lobject.h>
#include <lstate.h>
#endif

struct source {
    char *path;   /* lua/aws_cdk/aws_s3/bucket.lua */
    char *module; /* aws_cdk.aws_s3.bucket */
};

struct sources {
    struct source *items;
    size_t count, room;
};

static char *draft; /* the output while it is incomplete: removed at exit */

static void remove_draft(void) {
    if (draft) {
        unlink(draft);
    }
}

static void die(const char *what, const char *why) {
    fprintf(stderr, "embed: %s: %s\n", what, why);
    exit(1);
}

static void *must(void *memory) {
    if (!memory)
        die("embed", "out of memory");
    return memory;
}

static char *join(const char *a, const char *separator, const char *b) {
    char *text = NULL;
    if (asprintf(&text, "%s%s%s", a, separator, b) < 0)
        die("embed", "out of memory");
    return text;
}

static int ends_with(const char *text, const char *tail) {
    size_t n = strlen(text), m = strlen(tail);
    return n >= m && strcmp(text + n - m, tail) == 0;
}

static void add_source(struct sources *list, char *path, const char *module) {
    if (list->count == list->room) {
        list->room = list->room ? 2 * list->room : 256;
        list->items = must(realloc(list->items, list->room * sizeof *list->items));
    }
    list->items[list->count++] = (struct source){path, must(strdup(module))};
}

static int is_text(const char *name) {
    return ends_with(name, ".js") || ends_with(name, ".py") || ends_with(name, ".css");
}

/* Collects the sources under `folder`; `module` is the folder's own module name, "" for the root. */
static void find_sources(struct sources *list, const char *folder, const char *module) {
    DIR *dir = opendir(folder);
    if (!dir)
        die(folder, strerror(errno));
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        char *path = join(folder, "/", entry->d_name);
        char *name = join(module, *module ? "." : "", entry->d_name);
        struct stat status;
        if (stat(path, &status) != 0)
            die(path, strerror(errno));
        if (S_ISDIR(status.st_mode)) {
            find_sources(list, path, name);
            free(path);
        } else if (strcmp(entry->d_name, "init.lua") == 0) {
            add_source(list, path, module);
        } else if (ends_with(name, ".lua")) {
            name[strlen(name) - strlen(".lua")] = '\0';
            add_source(list, path, name);
        } else if (is_text(name)) {
            add_source(list, path, name);
        } else {
            free(path);
        }
        free(name);
    }
    closedir(dir);
}

static int by_module(const void *a, const void *b) {
    return strcmp(((const struct source *)a)->module, ((const struct source *)b)->module);
}

/* A part of the image. */
struct image {
    char *bytes;
    size_t length, room;
};

static void image_add(struct image *image, const void *data, size_t size) {
    if (image->length + size > image->room) {
        image->room = 2 * (image->length + size);
        image->bytes = must(realloc(image->bytes, image->room));
    }
    memcpy(image->bytes + image->length, data, size);
    image->length += size;
}

static char *read_whole(const char *path, size_t *size) {
    FILE *in = fopen(path, "rb");
    if (!in)
        die(path, strerror(errno));
    fseek(in, 0, SEEK_END);
    *size = (size_t)ftell(in);
    rewind(in);
    char *text = must(malloc(*size + 1));
    if (fread(text, 1, *size, in) != *size)
        die(path, strerror(errno));
    fclose(in);
    return text;
}

/* Adds the text as a string of Lua's. */
static void add_quoted(struct image *image, const char *text, size_t size) {
    image_add(image, "\"", 1);
    for (size_t i = 0; i < size; i++) {
        switch (text[i]) {
        case '"':
        case '\\':
        case '\n':
            image_add(image, "\\", 1);
            image_add(image, text + i, 1);
            break;
        case '\r':
            image_add(image, "\\r", 2);
            break;
        case '\0':
            image_add(image, "\\000", 4);
            break;
        default:
            image_add(image, text + i, 1);
        }
    }
    image_add(image, "\"", 1);
}

/* The Lua chunk that returns the text; frees it. */
static char *returning(char *text, size_t *size) {
    struct image chunk = {0};
    image_add(&chunk, "return ", strlen("return "));
    add_quoted(&chunk, text, *size);
    free(text);
    *size = chunk.length;
    return chunk.bytes;
}

#ifdef LUA_IS_FOREIGN

typedef void compiler;

static compiler *open_compiler(void) { return NULL; }
static void close_compiler(compiler *L) { (void)L; }

static void compile(compiler *L, struct image *code, const char *text, size_t size, const char *chunk,
                    const char *path) {
    (void)L;
    (void)chunk;
    (void)path;
    image_add(code, text, size);
}

#else

typedef lua_State compiler;

static compiler *open_compiler(void) { return must(luaL_newstate()); }
static void close_compiler(compiler *L) { lua_close(L); }

static int write_bytecode(lua_State *L, const void *data, size_t size, void *image) {
    (void)L;
    image_add(image, data, size);
    return 0;
}

#ifdef LUA_CHECKED_BY_LINKER
static void forget_names(lua_State *L) { (void)L; }
#else
static void forget_in(lua_State *L, Proto *function) {
    if (function->sizelocvars > function->numparams)
        luaM_shrinkvector(L, function->locvars, function->sizelocvars, function->numparams, LocVar);
    for (int i = 0; i < function->sizeupvalues; i++) {
        if (strcmp(getstr(function->upvalues[i].name), "_ENV") != 0)
            function->upvalues[i].name = NULL;
    }
    for (int i = 0; i < function->sizep; i++)
        forget_in(L, function->p[i]);
}

/* Makes the chunk on top of the stack forget the names of local variables and upvalues, but for parameters, and _ENV,
 * by which messages know globals: a tenth of the bytecode, and more of the time to load it. */
static void forget_names(lua_State *L) { forget_in(L, clLvalue(s2v(L->top.p - 1))->p); }
#endif

/* Adds the bytecode of a chunk, the file at `path`. */
static void compile(compiler *L, struct image *code, const char *text, size_t size, const char *chunk,
                    const char *path) {
    if (luaL_loadbufferx(L, text, size, chunk, "t") != LUA_OK) {
        /* The message names the chunk, which no editor can open: put the real path in its place. */
        const char *message = lua_tostring(L, -1);
        size_t known = strlen(chunk) - 1;
        int named = strncmp(message, chunk + 1, known) == 0;
        fprintf(stderr, "%s%s\n", named ? path : "", named ? message + known : message);
        exit(1);
    }
    forget_names(L);
    lua_dump(L, write_bytecode, code, 0);
    lua_pop(L, 1);
}

#endif

/* Adds the code of a module to `code`, its names to `names`; offsets in the row are those in the two. */
static struct embedded_row write_module(compiler *L, struct image *names, struct image *code, const char *root,
                                        const struct source *source) {
    size_t size;
    char *text = read_whole(source->path, &size);
    if (is_text(source->path))
        text = returning(text, &size);
    char *chunk = join("=luacdk", "", source->path + strlen(root));
    struct embedded_row row = {.name = (uint32_t)names->length, .bytes = (uint32_t)code->length};
    image_add(names, source->module, strlen(source->module) + 1);
    row.chunk = (uint32_t)names->length;
    image_add(names, chunk, strlen(chunk) + 1);
    compile(L, code, text, size, chunk, source->path);
    row.length = (uint32_t)code->length - row.bytes;
    free(chunk);
    free(text);
    return row;
}

static int name_to_module(const void *name, const void *source) {
    return strcmp(name, ((const struct source *)source)->module);
}

/* Puts the places in the list of the modules that the file names into `first`. Returns how many there are. */
static size_t read_first(const char *path, const struct sources *list, size_t *first) {
    size_t size, count = 0;
    char *text = read_whole(path, &size), *rest = text;
    text[size] = '\0';
    for (char *line; (line = strsep(&rest, "\n"));) {
        if (*line == '\0' || *line == '#')
            continue;
        struct source *found = bsearch(line, list->items, list->count, sizeof *list->items, name_to_module);
        if (!found)
            die(path, join("no module", " ", line));
        first[count++] = (size_t)(found - list->items);
    }
    free(text);
    return count;
}

int main(int argc, char **argv) {
    if (argc != 4)
        die("usage", "embed <folder> <image> <first>");
    const char *root = argv[1];
    struct sources list = {0};
    struct stat status;
    if (stat(root, &status) == 0)
        find_sources(&list, root, "");
    if (list.count)
        qsort(list.items, list.count, sizeof *list.items, by_module);

    /* Named by process, should two builds run at a time. */
    if (asprintf(&draft, "%s.%d", argv[2], (int)getpid()) < 0) {
        die("embed", "out of memory");
    }
    atexit(remove_draft);
    FILE *out = fopen(draft, "wb");
    if (!out)
        die(draft, strerror(errno));
    compiler *L = open_compiler();
    struct image names = {0}, code = {0};
    struct embedded_row *rows = must(calloc(list.count + 1, sizeof *rows));
    size_t *first = must(calloc(list.count + 1, sizeof *first)), first_count = read_first(argv[3], &list, first);
    for (size_t i = 0; i < first_count; i++)
        rows[first[i]] = write_module(L, &names, &code, root, &list.items[first[i]]);
    for (size_t i = 0; i < list.count; i++) {
        if (!rows[i].length)
            rows[i] = write_module(L, &names, &code, root, &list.items[i]);
    }
    for (size_t i = 0; i < list.count; i++) {
        free(list.items[i].path);
        free(list.items[i].module);
    }
    free(first);
    close_compiler(L);
    uint32_t count = (uint32_t)list.count, start = (uint32_t)(sizeof count + list.count * sizeof *rows);
    for (size_t i = 0; i < list.count; i++) {
        rows[i].name += start;
        rows[i].chunk += start;
        rows[i].bytes += start + (uint32_t)names.length;
    }
    if (fwrite(&count, sizeof count, 1, out) != 1 || fwrite(rows, sizeof *rows, count, out) != count ||
        fwrite(names.bytes, 1, names.length, out) != names.length ||
        fwrite(code.bytes, 1, code.length, out) != code.length)
        die(draft, strerror(errno));
    free(rows);
    free(names.bytes);
    free(code.bytes);
    free(list.items);
    if (fclose(out) != 0 || rename(draft, argv[2]) != 0)
        die(argv[2], strerror(errno));
    free(draft);
    draft = NULL;
    return 0;
}
