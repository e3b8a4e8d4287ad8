/* Running a script for a command: see run.h. */
#include "cli/run.h"

#include "assembly/json.h"
#include "base/file.h"
#include "base/guard.h"
#include "base/inputs.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "engine/check.h"
#include "engine/document.h"
#include "host/context.h"
#include "host/sandbox.h"
#include "host/script.h"
#include "host/state.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int failed(struct error *error, int status) {
    fprintf(stderr, "%s\n", error->message);
    error_clear(error);
    return status;
}

/* Those given; with a sandbox the rest is as usual there. */
static struct limits run_limits(const struct invocation *invocation) {
    struct limits limits = invocation->limits;
    if (invocation->sandbox) {
        limits.memory = limits.memory ? limits.memory : sandbox_default_limits.memory;
        limits.instructions = limits.instructions ? limits.instructions : sandbox_default_limits.instructions;
        limits.seconds = limits.seconds > 0 ? limits.seconds : sandbox_default_limits.seconds;
    }
    return limits;
}

/* The folder that a script lies in. */
static const char *sandbox_root(struct arena *arena, const char *file) {
    return path_resolve(arena, NULL, strcmp(file, "-") == 0 ? "." : path_dirname(arena, file));
}

int write_depfile(const char *depfile, const char *target, const char *const *outputs, size_t count) {
    struct error error = ERROR_INIT;
    if (inputs_write(depfile, target, outputs, count, &error) != 0) {
        return failed(&error, STATUS_FAILED);
    }
    /* A target that is as it was has not been written; but it is up to date. */
    return utimensat(AT_FDCWD, target, NULL, 0) == 0 || error_errno(&error, "cannot touch", target) == 0
               ? STATUS_OK
               : failed(&error, STATUS_FAILED);
}

const char *make_temporary_folder(struct arena *arena) {
    struct error error = ERROR_INIT;
    const char *parent = getenv("TMPDIR");
    const char *folder = file_mkdtemp(arena, path_join(arena, parent && *parent ? parent : "/tmp", "luacdk-"), &error);
    if (!folder) {
        failed(&error, STATUS_FAILED);
    }
    return folder;
}

int distrust_folder(struct arena *arena, const char *folder, struct error *error) {
    const char *real = file_realpath(arena, folder, error);
    const char *cwd = path_cwd(arena);
    if (!real || guard_distrust(real, error) != 0) {
        return -1;
    }
    return path_is_within(cwd, real) ? guard_distrust_around(cwd, error) : 0;
}

/* What lies in the folder of a script that runs in the sandbox, or may be a definition, came with it; and so did what
 * lies around it in the working folder. */
static int distrust_folders(struct arena *arena, const struct invocation *invocation, struct error *error) {
    const char *file = invocation->operand;
    if (!file || (!invocation->sandbox && (invocation->trust || !script_may_be_definition(file)))) {
        return 0;
    }
    return distrust_folder(arena, sandbox_root(arena, file), error);
}

int run_describe(struct arena *arena, const struct invocation *invocation, const char *output,
                 struct repl_request *request, struct error *error) {
    if (distrust_folders(arena, invocation, error) != 0) {
        return -1;
    }
    const cJSON *context = context_load(arena, invocation->context, invocation->context_count, error);
    if (!context) {
        return -1;
    }
    *request = (struct repl_request){
        .script = {.file = invocation->operand,
                   .arguments = invocation->arguments,
                   .argument_count = invocation->argument_count,
                   .context = context,
                   .output = output,
                   .root = invocation->sandbox ? sandbox_root(arena, invocation->operand) : NULL,
                   .limits = run_limits(invocation),
                   .trust = invocation->trust,
                   .definition = invocation->definition},
        .no_schema_check = invocation->no_schema_check,
        .keep_going = invocation->keep_going,
        .settings = invocation->settings,
        .written = say_what_was_written,
    };
    return 0;
}

int run_script(struct arena *arena, const struct invocation *invocation, const char *output,
               struct run_result *written) {
    struct error error = ERROR_INIT;
    struct repl_request request;
    if (!invocation->operand) {
        error_set(&error, "luacdk: FILE is missing: luacdk %s FILE", invocation->command->name);
        return failed(&error, STATUS_USAGE);
    }
    inputs_record(invocation->depfile != NULL);
    if (run_describe(arena, invocation, output, &request, &error) != 0) {
        return failed(&error, STATUS_FAILED);
    }
    lua_State *L = host_open();
    if (!L) {
        error_set(&error, "not enough memory");
        return failed(&error, STATUS_FAILED);
    }
    if (invocation->no_schema_check) {
        check_no_schema(L);
    }
    repl_provide(L, &request);
    int status = script_run(L, &request.script);
    if (status == STATUS_OK) {
        written->count = script_outputs(L, arena, &written->folders);
        host_leave(L);
    } else {
        host_close(L); /* finalizers remove what the script left half-done */
    }
    guard_set(false); /* nothing of the script will run any more */
    return status;
}

/* ---- stacks of an assembly ------------------------------------------------------------------------------------- */

static cJSON *read_manifest(struct arena *arena, const char *folder, struct error *error) {
    const char *path = arena_printf(arena, "%s/manifest.json", folder);
    struct strbuf text;
    strbuf_init(&text);
    cJSON *manifest = NULL;
    if (file_read(path, &text, error) == 0) {
        struct json_error at;
        manifest = json_parse(arena, text.data, text.length, &at);
        if (!manifest) {
            error_set(error, "%s:%zu:%zu: %s", path, at.line, at.column, at.reason);
        }
    }
    strbuf_free(&text);
    return manifest;
}

static const char *text_of(const cJSON *object, const char *key) {
    const cJSON *value = doc_get(object, key);
    return doc_is_string(value) ? value->valuestring : NULL;
}

static bool has_type(const cJSON *artifact, const char *type) {
    const char *text = text_of(artifact, "type");
    return text && strcmp(text, type) == 0;
}

/* The path of the construct, with the stack's name behind it where that is not the artifact's id. */
static const char *stack_display_name(struct arena *arena, const cJSON *artifact) {
    const char *id = artifact->string;
    const char *path = text_of(artifact, "displayName");
    const char *name = text_of(doc_get(artifact, "properties"), "stackName");
    path = path ? path : id;
    return name && strcmp(name, id) != 0 ? arena_printf(arena, "%s (%s)", path, name) : path;
}

static void add_name(struct stack_names *names, const char *name) {
    if (names->count == names->room) {
        names->room = names->room ? 2 * names->room : 16;
        names->items = mem_resize(names->items, names->room, sizeof *names->items);
    }
    names->items[names->count++] = name;
}

enum { MOST_ASSEMBLIES = 10000 };

/* Definitions have their say in manifests, and could name any folder. */
static bool is_beside(const char *name) {
    return *name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && !strchr(name, '/');
}

int read_stack_names(struct arena *arena, const char *folder, struct stack_names *names, struct error *error) {
    if (++names->assemblies > MOST_ASSEMBLIES) {
        return error_set(error, "there are too many assemblies in each other");
    }
    const cJSON *manifest = read_manifest(arena, folder, error);
    if (!manifest) {
        return -1;
    }
    const cJSON *artifacts = doc_get(manifest, "artifacts");
    const cJSON *first = artifacts ? artifacts->child : NULL;
    for (const cJSON *artifact = first; artifact; artifact = artifact->next) {
        if (has_type(artifact, "aws:cloudformation:stack")) {
            add_name(names, stack_display_name(arena, artifact));
        }
    }
    for (const cJSON *artifact = first; artifact; artifact = artifact->next) {
        const char *nested = text_of(doc_get(artifact, "properties"), "directoryName");
        if (!has_type(artifact, "cdk:cloud-assembly") || !nested) {
            continue;
        }
        if (!is_beside(nested)) {
            return error_set(error, "the folder of %s is called %s: that is no name for one beside the manifest",
                             artifact->string, nested);
        }
        if (read_stack_names(arena, arena_printf(arena, "%s/%s", folder, nested), names, error) != 0) {
            return -1;
        }
    }
    return 0;
}

void free_stack_names(struct stack_names *names) { free(names->items); }

/* ---- what was written ------------------------------------------------------------------------------------------ */

enum { NAMES_SHOWN = 8 };

const char *choose_output(const struct invocation *invocation) {
    const char *outdir = getenv("CDK_OUTDIR");
    return invocation->output ? invocation->output : outdir && *outdir ? outdir : "cdk.out";
}

void say_what_was_written(const char *folder) {
    struct arena arena = ARENA_INIT;
    struct stack_names names = {0};
    struct strbuf line;
    strbuf_init(&line);
    if (read_stack_names(&arena, folder, &names, NULL) == 0) {
        strbuf_addf(&line, "%s: %zu stack%s", folder, names.count, names.count == 1 ? "" : "s");
        for (size_t i = 0; i < names.count && i < NAMES_SHOWN; i++) {
            strbuf_addf(&line, "%s%s", i ? ", " : ": ", names.items[i]);
        }
        fprintf(stderr, "%s%s\n", line.data, names.count > NAMES_SHOWN ? ", …" : "");
    }
    strbuf_free(&line);
    free_stack_names(&names);
    arena_free(&arena);
}
