/* luacdk init [DIR]: begins a project. Lua makes its files (lua/luacdk/project/), in a folder inside DIR; from there
 * they are moved to their places, all of them or none, and never onto another file. */
#include "base/error.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/leftovers.h"
#include "base/path.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/tool.h"
#include "host/script.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct project {
    struct arena *arena;
    const char *given;   /* DIR as the user named it */
    const char *target;  /* DIR, absolute */
    const char *topmost; /* the first folder above or at DIR that was missing, or NULL */
    const char *staging; /* inside DIR; NULL: only look what is there */
    const char *template;
    const char **placed; /* names relative to DIR of what was moved or made there, folders before what they hold */
    size_t count;
};

static int complain(struct error *error) {
    fprintf(stderr, "luacdk: %s\n", error->message);
    error_clear(error);
    return STATUS_FAILED;
}

static void fill(lua_State *L, const void *data) {
    const struct project *project = data;
    tool_text(L, "name", path_basename(project->arena, project->target));
    tool_text(L, "target", project->given);
    tool_text(L, "folder", project->staging);
    tool_text(L, "template", project->template);
    tool_text(L, "definitions", tool_definitions_folder(project->arena));
}

/* ---- moving the files to their places -------------------------------------------------------------------------- */

static void note_placed(struct project *project, const char *name) {
    const char **all = arena_calloc(project->arena, project->count + 1, sizeof *all);
    for (size_t i = 0; i < project->count; i++) {
        all[i] = project->placed[i];
    }
    all[project->count++] = name;
    project->placed = all;
}

/* Moves a file without replacing what may be there by now. Not every file system can do that by renaming. */
static int move(const char *from, const char *to) {
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) {
        return 0;
    }
    return errno == EINVAL || errno == ENOSYS ? link(from, to) : -1;
}

/* Whether the path is a folder by itself: a link could lead out of the project. */
static bool is_own_folder(const char *path) {
    struct stat status;
    return lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Moves what is in the folder `name` ("" for the project's own) of the staging folder. */
static int place(struct project *project, const char *name, struct error *error) {
    struct arena *arena = project->arena;
    const char **entries;
    size_t count;
    const char *folder = *name ? path_join(arena, project->staging, name) : project->staging;
    if (file_list(arena, folder, &entries, &count, error) != 0) {
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        const char *entry = *name ? path_join(arena, name, entries[i]) : entries[i];
        const char *from = path_join(arena, project->staging, entry), *to = path_join(arena, project->target, entry);
        bool is_folder = file_is_directory(from);
        if ((is_folder ? mkdir(to, 0777) : move(from, to)) == 0) {
            note_placed(project, entry);
        } else if (!is_folder || errno != EEXIST || !is_own_folder(to)) {
            int reason = is_folder && errno == EEXIST ? ENOTDIR : errno;
            return error_set(error, "cannot write %s: %s; nothing was written", path_join(arena, project->given, entry),
                             strerror(reason));
        }
        if (is_folder && place(project, entry, error) != 0) {
            return -1;
        }
    }
    return 0;
}

static void take_back(const struct project *project) {
    for (size_t i = project->count; i > 0; i--) {
        (void)remove(path_join(project->arena, project->target, project->placed[i - 1]));
    }
}

/* ---- the command ----------------------------------------------------------------------------------------------- */

static int write_staged(struct project *project) {
    struct error error = ERROR_INIT;
    int status = tool_run("luacdk.project", fill, project);
    if (status != STATUS_OK) {
        return status;
    }
    interrupt_hold();
    if (interrupt_check(&error) != 0 || place(project, "", &error) != 0) {
        take_back(project);
        status = complain(&error);
    } else if (project->topmost) {
        leftovers_forget_folders(project->topmost, project->target);
    }
    interrupt_release();
    return status;
}

static int write_project(struct project *project) {
    struct error error = ERROR_INIT;
    struct arena *arena = project->arena;
    for (const char *folder = project->target; !file_exists(folder); folder = path_dirname(arena, folder)) {
        project->topmost = folder;
    }
    if (project->topmost) {
        leftovers_note_folders(project->topmost, project->target);
    }
    int status = STATUS_FAILED;
    if (file_mkdirs(project->target, &error) == 0) {
        project->staging = file_mkdtemp(arena, path_join(arena, project->target, ".luacdk-init-"), &error);
    }
    if (project->staging) {
        leftovers_note(project->staging, LEFTOVER_TREE);
        status = write_staged(project);
        (void)file_remove_tree(project->staging, NULL);
        leftovers_forget(project->staging);
    } else {
        complain(&error);
    }
    if (status != STATUS_OK && project->topmost) {
        for (const char *folder = project->target; rmdir(folder) == 0 && strcmp(folder, project->topmost) != 0;) {
            folder = path_dirname(arena, folder);
        }
        leftovers_forget_folders(project->topmost, project->target);
    }
    return status;
}

static void print_written(const struct project *project) {
    for (size_t i = 0; i < project->count; i++) {
        const char *name = project->placed[i];
        if (!file_is_directory(path_join(project->arena, project->target, name))) {
            printf("%s\n", path_join(project->arena, project->given, name));
        }
    }
}

int command_init(const struct invocation *invocation) {
    struct arena arena = ARENA_INIT;
    const char *given = invocation->operand ? invocation->operand : ".";
    struct project project = {
        .arena = &arena,
        .given = given,
        .target = path_resolve(&arena, path_cwd(&arena), given),
        .template = invocation->template ? invocation->template : "app",
    };
    int status = tool_run("luacdk.project", fill, &project);
    if (status == STATUS_OK) {
        status = write_project(&project);
    }
    if (status == STATUS_OK) {
        print_written(&project);
    }
    arena_free(&arena);
    return status;
}
