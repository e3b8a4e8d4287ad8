/* AWS's command line: see aws_cdk.h. */
#include "cli/aws_cdk.h"

#include "assembly/json.h"
#include "base/file.h"
#include "base/path.h"
#include "document/document.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The first version known to read all that we write, and to print validation reports. */
#define COMPLETE "2.1148.1"

enum { LARGEST_PACKAGE = 1 << 20 }; /* bytes of a package.json */

static bool is_program(const char *path) { return file_exists(path) && access(path, X_OK) == 0; }

/* The program's path, as execvp finds it; NULL if there is none. */
static const char *find_in_path(struct arena *arena, const char *name) {
    const char *path = getenv("PATH");
    if (strchr(name, '/') || !path) {
        return is_program(name) ? name : NULL;
    }
    while (*path) {
        size_t length = strcspn(path, ":");
        const char *file = arena_printf(arena, "%.*s/%s", length ? (int)length : 1, length ? path : ".", name);
        if (is_program(file)) {
            return file;
        }
        path += length + (path[length] == ':');
    }
    return NULL;
}

/* As npm's own commands look for it. */
static const char *find_in_modules(struct arena *arena) {
    for (const char *folder = path_cwd(arena);; folder = path_dirname(arena, folder)) {
        const char *file = path_join(arena, folder, "node_modules/.bin/cdk");
        if (is_program(file)) {
            return file;
        }
        if (strcmp(folder, "/") == 0) {
            return NULL;
        }
    }
}

static struct aws_cdk split(struct arena *arena, const char *text) {
    const char **words = arena_calloc(arena, strlen(text) / 2 + 2, sizeof *words);
    size_t count = 0;
    while (*(text += strspn(text, " "))) {
        size_t length = strcspn(text, " ");
        words[count++] = arena_printf(arena, "%.*s", (int)length, text);
        text += length;
    }
    return (struct aws_cdk){.words = words, .count = count};
}

/* The version of the npm package aws-cdk whose bin/cdk the program is; NULL if it is something else. */
static const char *version_of(struct arena *arena, const char *program) {
    struct error error = ERROR_INIT;
    struct strbuf text;
    strbuf_init(&text);
    const char *version = NULL, *file = file_realpath(arena, program, &error);
    if (file && strcmp(path_basename(arena, path_dirname(arena, file)), "bin") == 0) {
        const char *package = path_join(arena, path_dirname(arena, path_dirname(arena, file)), "package.json");
        struct json_error at;
        const cJSON *document = file_read_regular(package, LARGEST_PACKAGE, &text, &error) == 0
                                    ? json_parse(arena, text.data, text.length, &at)
                                    : NULL;
        const cJSON *name = document && doc_is_object(document) ? doc_get(document, "name") : NULL;
        const cJSON *found = name ? doc_get(document, "version") : NULL;
        if (found && doc_is_string(name) && strcmp(name->valuestring, "aws-cdk") == 0 && doc_is_string(found)) {
            version = arena_strdup(arena, found->valuestring);
        }
    }
    strbuf_free(&text);
    error_clear(&error);
    return version;
}

struct aws_cdk aws_cdk_find(struct arena *arena) {
    const char *named = getenv("CDK");
    if (named && *named && !find_in_path(arena, named)) {
        return split(arena, named);
    }
    const char *program = find_in_path(arena, named && *named ? named : "cdk");
    if (!program) {
        program = find_in_modules(arena);
    }
    if (!program) {
        return (struct aws_cdk){0};
    }
    const char **words = arena_calloc(arena, 2, sizeof *words);
    words[0] = program;
    return (struct aws_cdk){.words = words, .count = 1, .version = version_of(arena, program)};
}

/* The first three numbers of a version; what follows, as in "2.0.0-rc.1", does not count. */
static bool numbers(const char *version, unsigned long parts[3]) {
    for (int i = 0; i < 3; i++) {
        char *end;
        parts[i] = strtoul(version, &end, 10);
        if (end == version || (i < 2 && *end != '.')) {
            return false;
        }
        version = end + 1;
    }
    return true;
}

bool aws_cdk_is_before(const struct aws_cdk *cdk, const char *version) {
    unsigned long its[3], other[3];
    if (!cdk->version || !numbers(cdk->version, its) || !numbers(version, other)) {
        return false;
    }
    for (int i = 0; i < 3; i++) {
        if (its[i] != other[i]) {
            return its[i] < other[i];
        }
    }
    return false;
}

bool aws_cdk_prints_report(const struct aws_cdk *cdk) {
    unsigned long its[3];
    return cdk->version && numbers(cdk->version, its) && !aws_cdk_is_before(cdk, COMPLETE);
}
