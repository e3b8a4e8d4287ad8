/* An earlier revision's files: see checkout.h. */
#include "cli/checkout.h"

#include "base/file.h"
#include "base/path.h"
#include "base/process.h"
#include "cli/git_output.h"
#include "cli/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

/* ---- git ------------------------------------------------------------------------------------------------------- */

/* A variable that is empty, for options whose names may contain "=". */
#define EMPTY "LUACDK_EMPTY"

/* What makes git start programs, write to the repository, or use the network. */
static const char *const quiet_options[] = {
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.splitIndex=false",
    "-c", "protocol.allow=never", NULL,
};

/* A repository that we look at. */
struct repository {
    struct arena *arena;
    const char *folder; /* in its working tree */
    const char *const *env;
    struct words options; /* of git itself: "git", "-C", … */
    const char **filters; /* the names of filters that are set up */
    size_t filter_count;
};

/* Runs git and returns what it prints, without the newline at the end. */
static struct git_text git(const struct repository *repository, enum process_stream errors, const char *const *words) {
    struct arena *arena = repository->arena;
    struct words argv = {.arena = arena};
    words_add_all(&argv, repository->options.list);
    words_add_all(&argv, words);
    struct process_result result;
    process_result_init(&result);
    bool ran = process_run(&(struct process_options){.argv = argv.list,
                                                     .env = repository->env,
                                                     .cwd = repository->folder,
                                                     .in = PROCESS_NULL,
                                                     .out = PROCESS_PIPE,
                                                     .err = errors},
                           &result);
    struct git_text text = {0};
    if (!ran) {
        fprintf(stderr, "luacdk: cannot run git: %s\n", strerror(result.error));
    } else if (result.status == 0) {
        text.length = result.out.length;
        text.length -= text.length > 0 && result.out.data[text.length - 1] == '\n';
        text.data = arena_strndup(arena, result.out.data, text.length);
    }
    process_result_free(&result);
    return text;
}

#define GIT(repository, ...) git(repository, PROCESS_SHOWN, (const char *const[]){__VA_ARGS__, NULL})
#define GIT_SILENT(repository, ...) git(repository, PROCESS_NULL, (const char *const[]){__VA_ARGS__, NULL})

/* Whether an entry of the environment sets the variable. */
static bool sets(const char *entry, const char *variable) {
    size_t length = strlen(variable);
    return strncmp(entry, variable, length) == 0 && entry[length] == '=';
}

/* The variables that say which repository it is. */
static const char *const places[] = {
    "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_NAMESPACE", NULL};

/* Our environment, with an index of our own unless that is NULL; for a submodule without what belongs to the repository
 * around it. */
static const char *const *environment(struct arena *arena, const char *index, bool submodule) {
    struct words env = {.arena = arena};
    if (index) {
        words_add(&env, arena_printf(arena, "GIT_INDEX_FILE=%s", index)); /* the first of a name counts */
    }
    words_add(&env, EMPTY "=");
    words_add(&env, "GIT_NO_LAZY_FETCH=1");
    words_add(&env, "GIT_OPTIONAL_LOCKS=0");
    for (size_t i = 0; environ[i]; i++) {
        bool is_place = false;
        for (size_t k = 0; submodule && places[k]; k++) {
            is_place = is_place || sets(environ[i], places[k]);
        }
        if (!is_place) {
            words_add(&env, environ[i]);
        }
    }
    return env.list;
}

/* The repository around a folder, or around our own if that is NULL: see environment. */
static struct repository repository_at(struct arena *arena, const char *folder, const char *index, bool submodule) {
    struct repository repository = {
        .arena = arena, .folder = folder, .env = environment(arena, index, submodule), .options = {.arena = arena}};
    words_add(&repository.options, "git");
    words_add_all(&repository.options, quiet_options);
    return repository;
}

/* ---- filters --------------------------------------------------------------------------------------------------- */

/* "filter.lfs.smudge": turns it off, and notes its name. */
static void turn_off(void *context, const char *key) {
    struct repository *repository = context;
    struct arena *arena = repository->arena;
    const char *name = git_filter_name(arena, key);
    if (!name) {
        return;
    }
    if (strchr(key, '=')) {
        words_add(&repository->options, arena_printf(arena, "--config-env=%s=" EMPTY, key)); /* since Git 2.31 */
    } else {
        words_add(&repository->options, "-c");
        words_add(&repository->options, arena_printf(arena, "%s=", key));
    }
    for (size_t i = 0; i < repository->filter_count; i++) {
        if (strcmp(repository->filters[i], name) == 0) {
            return;
        }
    }
    struct words names = {arena, repository->filters, repository->filter_count, repository->filter_count};
    words_add(&names, name);
    repository->filters = names.list;
    repository->filter_count = names.count;
}

static void turn_filters_off(struct repository *repository) {
    git_for_each(GIT_SILENT(repository, "config", "-z", "--name-only", "--get-regexp",
                            "^filter\\..*\\.(smudge|process|required)$"),
                 turn_off, repository);
}

/* Says which files a filter would have changed. */
static void report_filtered(const struct repository *repository, const struct checkout *checkout) {
    struct arena *arena = repository->arena;
    for (size_t i = 0; i < repository->filter_count; i++) {
        const char *name = repository->filters[i];
        if (name[strcspn(name, ")\\,: \t\n\"")] != '\0') {
            continue; /* attributes cannot name it */
        }
        struct git_text files =
            GIT_SILENT(repository, arena_printf(arena, "--work-tree=%s", checkout->tree), "ls-files", "-z", "--cached",
                       "--", arena_printf(arena, ":(top,attr:filter=%s)", name));
        if (files.length > 0) {
            fprintf(stderr,
                    "luacdk: the filter %s is not run for the earlier revision, where %s and its like are as Git "
                    "stores them\n",
                    name, files.data);
        }
    }
}

/* ---- submodules ------------------------------------------------------------------------------------------------ */

enum { DEEPEST = 8, SHOWN_HASH = 10 };

static int fill_tree(struct repository *repository, const struct checkout *checkout, int depth);

struct submodules {
    struct repository *around;
    const struct checkout *checkout;
    int depth;
    int failed;
};

static void fill_submodule(void *context, const char *line) {
    struct submodules *submodules = context;
    const struct checkout *around = submodules->checkout;
    struct arena *arena = submodules->around->arena;
    struct git_submodule found;
    if (submodules->failed || !git_submodule(arena, line, &found)) {
        return;
    }
    const char *path = found.path, *commit = found.commit;
    struct checkout checkout = {.tree = path_join(arena, around->tree, path),
                                .top = path_join(arena, around->top, path),
                                .commit = commit,
                                .index = arena_printf(arena, "%s-%s", around->index, commit)};
    struct repository repository = repository_at(arena, checkout.top, checkout.index, true);
    bool is_here = file_exists(path_join(arena, checkout.top, ".git")) &&
                   GIT_SILENT(&repository, "cat-file", "-e", arena_printf(arena, "%s^{commit}", commit)).data;
    if (!is_here || submodules->depth >= DEEPEST) {
        fprintf(
            stderr,
            "luacdk: the submodule %s is empty in the earlier revision: its commit %.*s is not here; `git submodule "
            "update --init` or `git -C %s fetch` brings it\n",
            path, SHOWN_HASH, commit, path);
        return;
    }
    submodules->failed = fill_tree(&repository, &checkout, submodules->depth + 1);
}

/* ---- the files ------------------------------------------------------------------------------------------------- */

/* Writes the files of the commit to the tree, and those of its submodules. */
static int fill_tree(struct repository *repository, const struct checkout *checkout, int depth) {
    struct arena *arena = repository->arena;
    turn_filters_off(repository);
    if (!GIT(repository, "read-tree", checkout->commit).data ||
        !GIT(repository, "checkout-index", "-a", "-q", arena_printf(arena, "--prefix=%s/", checkout->tree)).data) {
        return -1;
    }
    report_filtered(repository, checkout);
    if (!file_exists(path_join(arena, checkout->tree, ".gitmodules"))) {
        return 0;
    }
    struct submodules submodules = {repository, checkout, depth, 0};
    git_for_each(GIT(repository, "ls-files", "-s", "-z"), fill_submodule, &submodules);
    return submodules.failed;
}

static bool is_true(struct git_text text) { return text.data && strcmp(text.data, "true") == 0; }

/* Why there is no such commit, or no file of it. */
static void report_missing(const struct repository *repository, const char *revision) {
    const char *why = is_true(GIT_SILENT(repository, "rev-parse", "--is-shallow-repository"))
                          ? ": the clone is shallow; `git fetch --unshallow` brings the other commits"
                          : "";
    fprintf(stderr, "luacdk: there is no commit %s in the repository%s\n", revision, why);
}

static void report_incomplete(const struct repository *repository, const char *revision) {
    fprintf(stderr, "luacdk: cannot check out git:%s\n", revision);
    if (GIT_SILENT(repository, "config", "--get-regexp", "^remote\\..*\\.promisor$").length > 0) {
        fprintf(stderr, "luacdk: the clone is partial; `git diff --stat %s` brings the files that it lacks\n",
                revision);
    }
}

int check_out(struct arena *arena, const char *revision, const char *scratch, struct checkout *checkout) {
    *checkout =
        (struct checkout){.tree = path_join(arena, scratch, "tree"), .index = path_join(arena, scratch, "index")};
    struct repository repository = repository_at(arena, NULL, checkout->index, false);
    checkout->top = GIT(&repository, "rev-parse", "--show-toplevel").data;
    if (!checkout->top) {
        fprintf(stderr, "luacdk: git:%s needs a Git repository around the working folder\n", revision);
        return -1;
    }
    checkout->prefix = GIT(&repository, "rev-parse", "--show-prefix").data;
    checkout->commit = GIT_SILENT(&repository, "rev-parse", "--verify", "--quiet", "--end-of-options",
                                  arena_printf(arena, "%s^{commit}", revision))
                           .data;
    if (!checkout->prefix || !checkout->commit) {
        report_missing(&repository, revision);
        return -1;
    }
    repository.folder = checkout->top;
    if (fill_tree(&repository, checkout, 0) != 0) {
        report_incomplete(&repository, revision);
        return -1;
    }
    return 0;
}

/* ---- renamed files --------------------------------------------------------------------------------------------- */

/* A copy of the user's index in which the file is tracked, so that it counts as renamed even if nobody has told Git yet;
 * NULL if there is no index. */
static const char *index_with(const struct checkout *checkout, const char *name, struct arena *arena) {
    struct repository repository = repository_at(arena, checkout->top, NULL, false);
    const char *index = GIT_SILENT(&repository, "rev-parse", "--git-path", "index").data;
    const char *copy = arena_printf(arena, "%s-names", checkout->index);
    if (!index || file_copy(path_join(arena, checkout->top, index), copy, NULL) != 0) {
        return NULL;
    }
    repository = repository_at(arena, checkout->top, copy, false);
    /* Which object it is does not matter, as Git reads the file; `add` would write one to the repository. */
    (void)GIT_SILENT(&repository, "update-index", "--add", "--cacheinfo",
                     arena_printf(arena, "100644,%s,%s", checkout->commit, name));
    return copy;
}

const char *checkout_old_name(struct arena *arena, const struct checkout *checkout, const char *name) {
    struct repository repository = repository_at(arena, checkout->top, index_with(checkout, name, arena), false);
    turn_filters_off(&repository);
    return git_old_name(GIT_SILENT(&repository, "diff-index", "-z", "-M", "--name-status", "--diff-filter=R",
                                   "--no-ext-diff", "--no-textconv", checkout->commit),
                        name);
}
