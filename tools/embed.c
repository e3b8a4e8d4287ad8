/* embed: compiles the Lua library to bytecode and writes it as one C file. Programs in other languages (.js, .py) become
 * modules that return their text: lua/aws_cdk/x/y.js is the module "aws_cdk.x.y.js".
 *
 *     embed <folder> <output.c>
 *
 * The output holds `embedded_modules`, sorted by module name, for host/modules.c to search. Bytecode keeps its line
 * numbers; the chunk of lua/aws_cdk/aws_s3/bucket.lua is named "=luacdk/aws_cdk/aws_s3/bucket.lua", which marks its
 * frames as the library's. The same input gives the same bytes. A source that does not parse ends the build with Lua's
 * message. */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static int is_text(const char *name) { return ends_with(name, ".js") || ends_with(name, ".py"); }

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

struct literal {
    FILE *out;
    size_t length;
};

/* Writes bytecode as lines of a C string literal: always three octal digits, so that no escape runs into the next. */
static int write_literal(lua_State *L, const void *data, size_t size, void *context) {
    (void)L;
    struct literal *literal = context;
    const unsigned char *bytes = data;
    for (size_t i = 0; i < size; i++, literal->length++) {
        if (literal->length % 32 == 0)
            fputs(literal->length ? "\"\n    \"" : "\n    \"", literal->out);
        fprintf(literal->out, "\\%03o", bytes[i]);
    }
    return 0;
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

/* The Lua chunk that returns the text; frees it. */
static char *returning(lua_State *L, char *text, size_t *size) {
    lua_getglobal(L, "string");
    lua_getfield(L, -1, "format");
    lua_pushliteral(L, "return %q");
    lua_pushlstring(L, text, *size);
    lua_call(L, 2, 1);
    free(text);
    const char *chunk = lua_tolstring(L, -1, size);
    text = must(malloc(*size));
    memcpy(text, chunk, *size);
    lua_pop(L, 2);
    return text;
}

static size_t write_module(lua_State *L, FILE *out, size_t number, const char *root, const struct source *source) {
    size_t size;
    char *text = read_whole(source->path, &size);
    if (is_text(source->path))
        text = returning(L, text, &size);

    char *chunk = join("=luacdk", "", source->path + strlen(root));
    if (luaL_loadbufferx(L, text, size, chunk, "t") != LUA_OK) {
        /* The message names the chunk, which no editor can open: put the real path in its place. */
        const char *message = lua_tostring(L, -1);
        size_t known = strlen(chunk) - 1;
        int named = strncmp(message, chunk + 1, known) == 0;
        fprintf(stderr, "%s%s\n", named ? source->path : "", named ? message + known : message);
        exit(1);
    }
    struct literal literal = {out, 0};
    fprintf(out, "static const char module_%zu[] =", number);
    lua_dump(L, write_literal, &literal, 0);
    fputs("\";\n", out);
    lua_pop(L, 1);
    free(chunk);
    free(text);
    return literal.length;
}

int main(int argc, char **argv) {
    if (argc != 3)
        die("usage", "embed <folder> <output.c>");
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
    FILE *out = fopen(draft, "w");
    if (!out)
        die(draft, strerror(errno));
    fputs("/* Written by tools/embed.c: the Lua library as bytecode. */\n"
          "#include \"host/modules.h\"\n\n"
          "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n",
          out);
    lua_State *L = luaL_newstate();
    luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, 1);
    lua_pop(L, 1);
    size_t *lengths = must(calloc(list.count + 1, sizeof *lengths));
    for (size_t i = 0; i < list.count; i++)
        lengths[i] = write_module(L, out, i, root, &list.items[i]);
    fputs("\nconst struct embedded_module embedded_modules[] = {\n", out);
    for (size_t i = 0; i < list.count; i++) {
        fprintf(out, "    {\"%s\", \"=luacdk%s\", module_%zu, %zu},\n", list.items[i].module,
                list.items[i].path + strlen(root), i, lengths[i]);
        free(list.items[i].path);
        free(list.items[i].module);
    }
    fprintf(out, "    {0, 0, 0, 0},\n};\n\nconst size_t embedded_module_count = %zu;\n", list.count);
    lua_close(L);
    free(lengths);
    free(list.items);
    if (fclose(out) != 0 || rename(draft, argv[2]) != 0)
        die(argv[2], strerror(errno));
    free(draft);
    draft = NULL;
    return 0;
}
