/* What reads texts that others wrote: documents, context, manifests, command lines, names in the schema. */
#include "fuzz.h"

#include "assembly/json.h"
#include "assembly/yaml.h"
#include "assets/known.h"
#include "base/hash.h"
#include "base/path.h"
#include "cli/git_output.h"
#include "cli/options.h"
#include "cli/stacks.h"
#include "document/document.h"
#include "host/context.h"
#include "schema/schema.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void print(struct strbuf *out, const cJSON *node) {
    strbuf_init(out);
    json_print(out, node, 1);
}

static bool equal(const struct strbuf *a, const struct strbuf *b) {
    return a->length == b->length && memcmp(a->data, b->data, a->length) == 0;
}

/* What is written is read back as the same. */
void fuzz_json(const char *text, size_t length) {
    struct arena arena = ARENA_INIT;
    struct lines lines;
    lines_init(&lines);
    struct json_error error;
    cJSON *node = json_parse_exact(&arena, text, length, &lines, &error);
    if (node) {
        struct strbuf first, second;
        print(&first, node);
        cJSON *again = json_parse(&arena, first.data, first.length, &error);
        fuzz_check(again != NULL, "JSON that was written can be read");
        print(&second, again);
        fuzz_check(equal(&first, &second), "JSON that was written is read back as the same");
        strbuf_free(&first);
        strbuf_free(&second);
    }
    lines_free(&lines);
    arena_free(&arena);
}

void fuzz_yaml(const char *text, size_t length) {
    struct arena arena = ARENA_INIT;
    struct lines lines;
    lines_init(&lines);
    struct yaml_error error;
    const struct yaml_options options = {.short_forms = length % 2, .lines = &lines}, plain = {0};
    cJSON *node = yaml_read(&arena, text, length, &options, &error);
    if (node) {
        struct strbuf first, second, yaml;
        print(&first, node);
        strbuf_init(&yaml);
        yaml_print(&yaml, node);
        cJSON *again = yaml_read(&arena, yaml.data, yaml.length, &plain, &error);
        fuzz_check(again != NULL, "YAML that was written can be read");
        print(&second, again);
        fuzz_check(equal(&first, &second), "YAML that was written is read back as the same");
        strbuf_free(&first);
        strbuf_free(&second);
        strbuf_free(&yaml);
    }
    lines_free(&lines);
    arena_free(&arena);
}

/* Odd lengths: what the `cdk` command line hands over. Even ones: the files of a project, a NUL between them. */
void fuzz_context(const char *text, size_t length) {
    static bool entered;
    if (!entered) {
        fuzz_check(chdir(fuzz_folder()) == 0, "the temporary folder can be entered");
        entered = true;
    }
    struct arena arena = ARENA_INIT;
    char *first = arena_strndup(&arena, text, length);
    size_t cut = strlen(first);
    const char *second = cut < length ? text + cut + 1 : "";
    size_t rest = cut < length ? length - cut - 1 : 0;
    if (length % 2) {
        setenv("CDK_CONTEXT_JSON", first, 1);
        setenv("CONTEXT_OVERFLOW_LOCATION_ENV", "overflow.json", 1);
        fuzz_write("overflow.json", second, rest);
    } else {
        unsetenv("CDK_CONTEXT_JSON");
        fuzz_write("cdk.json", first, cut);
        fuzz_write("cdk.context.json", second, rest);
    }
    struct error error = ERROR_INIT;
    const struct context_entry entry = {"key", first};
    cJSON *context = context_load(&arena, &entry, 1, &error);
    fuzz_check(!context == (error.message != NULL), "a context that cannot be read has a message");
    error_clear(&error);
    arena_free(&arena);
}

void fuzz_manifest(const char *text, size_t length) {
    fuzz_write("manifest.json", text, length);
    struct arena arena = ARENA_INIT;
    struct error error = ERROR_INIT;
    struct stack_list stacks = {0};
    int result = stacks_read(&arena, fuzz_folder(), &stacks, &error);
    fuzz_check((result != 0) == (error.message != NULL), "a manifest that cannot be read has a message");
    stacks_free(&stacks);
    error_clear(&error);
    arena_free(&arena);
}

/* What an earlier run noted about assets, as somebody would forge it who knows the form: header, number and digest are
 * right for the bytes that follow. The first byte says how many of them are records of files. */
void fuzz_known(const char *text, size_t length) {
    enum { RECORD = 96, BUNDLE = 194 };
    struct {
        char magic[8], boot[40];
        int64_t seconds, nanoseconds;
        uint64_t files, bundles;
        unsigned char digest[HASH_MAX_BYTES];
    } header = {.magic = "luacdk1"};
    struct arena arena = ARENA_INIT;
    size_t files = length > 0 ? (unsigned char)*text % 4 : 0, rest = length > 0 ? length - 1 : 0;
    size_t bundles = (rest > files * RECORD ? (rest - files * RECORD) / BUNDLE : 0) + 1;
    size_t size = files * RECORD + bundles * BUNDLE;
    char *file = arena_alloc(&arena, sizeof header + size);
    memset(file, 'x', sizeof header + size);
    memcpy(file + sizeof header, text + (length > 0), rest < size ? rest : size);
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    fuzz_check(fd >= 0 && read(fd, header.boot, 36) == 36 && close(fd) == 0, "the boot has a name");
    header.files = files;
    header.bundles = bundles;
    struct hash hash;
    hash_begin(&hash, HASH_SHA256);
    hash_update(&hash, file + sizeof header, size);
    hash_final(&hash, header.digest);
    memcpy(file, &header, sizeof header);
    fuzz_write(KNOWN_FILE, file, sizeof header + size);
    struct known *known = known_load(fuzz_folder());
    struct stat status = {.st_size = 1};
    struct content_hash content;
    (void)known_content(known, &status, &content);
    const char *forged = file + sizeof header + files * RECORD;
    const char *name = arena_strndup(&arena, forged, strnlen(forged, 127));
    const char *fingerprint = known_bundle(known, name);
    fuzz_check(fingerprint && strlen(fingerprint) <= 64, "what was noted is found, and is no longer than it may be");
    known_note_bundle(known, name, "again");
    fuzz_check(strcmp(known_bundle(known, name), "again") == 0, "what is noted is found");
    known_save(known, fuzz_folder());
    known_free(known);
    arena_free(&arena);
}

static void look_at_git(void *context, const char *line) {
    struct arena *arena = context;
    struct git_submodule submodule;
    if (git_submodule(arena, line, &submodule)) {
        const char *place = path_resolve(arena, "/around", submodule.path);
        fuzz_check(path_is_within("/around", place) && strcmp(place, "/around") != 0,
                   "a submodule is within the repository");
        fuzz_check(*submodule.commit && !strpbrk(submodule.commit, " -/:^~"), "a commit is a hash");
    }
    const char *filter = git_filter_name(arena, line);
    fuzz_check(!filter || strlen(filter) + 2 <= strlen(line), "a filter is part of its key");
}

/* What Git prints about a repository: a name, and after a NUL strings that end with NUL. */
void fuzz_git(const char *text, size_t length) {
    struct arena arena = ARENA_INIT;
    const char *name = arena_strndup(&arena, text, length);
    size_t cut = strlen(name) < length ? strlen(name) + 1 : length;
    struct git_text printed = {.data = arena_strndup(&arena, text + cut, length - cut), .length = length - cut};
    git_for_each(printed, look_at_git, &arena);
    const char *old = git_old_name(printed, name);
    fuzz_check(!old || (old >= printed.data && old <= printed.data + printed.length), "an old name is one of those");
    arena_free(&arena);
}

/* A word a line. */
void fuzz_options(const char *text, size_t length) {
    enum { MOST = 64 };
    struct arena arena = ARENA_INIT;
    char *words[MOST + 2] = {"luacdk"};
    int count = 1;
    for (char *word = arena_strndup(&arena, text, length), *end; word && count <= MOST; word = end ? end + 1 : NULL) {
        end = strchr(word, '\n');
        if (end) {
            *end = '\0';
        }
        words[count++] = word;
    }
    struct error error = ERROR_INIT;
    struct invocation invocation = {0};
    int result = options_parse(&arena, count, words, &invocation, &error);
    fuzz_check((result != 0) == (error.message != NULL), "a command line that is refused has a message");
    error_clear(&error);
    arena_free(&arena);
}

static void look_up(const struct schema_type *type, const char *name, size_t length) {
    if (!type) {
        return;
    }
    char buffer[256];
    size_t count;
    const struct schema_fields *fields = schema_fields(type);
    if (fields) {
        const struct schema_field *field = schema_field(fields, name, length);
        fuzz_check(!field || strlen(name) == length, "a field is found by its whole name");
        schema_field_by_cfn_name(fields, name);
    }
    schema_enum_members(type, &count);
    schema_enum_member(type, name);
    schema_members(type, &count);
    schema_member(type, name);
    schema_constructor(type);
    schema_resource(type);
    (void)buffer;
}

/* Names asked of the image: lines for module, type and field. The first two bytes choose a type that is there. */
void fuzz_schema(const char *text, size_t length) {
    struct arena arena = ARENA_INIT;
    uint32_t chosen = length > 1 ? (unsigned char)text[0] | (uint32_t)(unsigned char)text[1] << 8 : 0;
    char *module = arena_strndup(&arena, length > 1 ? text + 2 : text, length > 1 ? length - 2 : length);
    char *type = strchr(module, '\n'), *name = NULL;
    if (type) {
        *type++ = '\0';
        name = strchr(type, '\n');
    }
    if (name) {
        *name++ = '\0';
    }
    schema_module_find(module);
    schema_find_full(module);
    schema_find_cfn_type(module);
    look_up(schema_find(module, type ? type : ""), name ? name : "", name ? strlen(name) : 0);
    look_up(schema_type_at(chosen % schema_type_count()), module, strlen(module));
    arena_free(&arena);
}
