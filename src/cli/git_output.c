/* What Git prints about a repository: see git_output.h. */
#include "cli/git_output.h"

#include "base/path.h"

#include <string.h>

void git_for_each(struct git_text text, void (*each)(void *context, const char *string), void *context) {
    for (size_t at = 0; text.data && at < text.length; at += strlen(text.data + at) + 1) {
        each(context, text.data + at);
    }
}

const char *git_filter_name(struct arena *arena, const char *key) {
    const char *start = strchr(key, '.'), *end = strrchr(key, '.');
    return start != end ? arena_strndup(arena, start + 1, (size_t)(end - start - 1)) : NULL;
}

bool git_submodule(struct arena *arena, const char *line, struct git_submodule *submodule) {
    const char *path = strchr(line, '\t');
    if (strncmp(line, "160000 ", 7) != 0 || !path) {
        return false;
    }
    const char *commit = line + 7;
    size_t length = strspn(commit, "0123456789abcdef");
    const char *inside = path_normalize(arena, path + 1);
    bool is_below = !path_is_absolute(inside) && strcmp(inside, ".") != 0 && strcmp(inside, "..") != 0 &&
                    strncmp(inside, "../", 3) != 0;
    if (length == 0 || commit[length] != ' ' || !is_below) {
        return false;
    }
    *submodule = (struct git_submodule){.path = path + 1, .commit = arena_strndup(arena, commit, length)};
    return true;
}

struct search {
    const char *wanted, *old, *found;
    int part;
};

static void look_at(void *context, const char *string) {
    struct search *search = context;
    if (search->part == 1) {
        search->old = string;
    } else if (search->part == 2 && strcmp(string, search->wanted) == 0) {
        search->found = search->old;
    }
    search->part = (search->part + 1) % 3;
}

const char *git_old_name(struct git_text text, const char *name) {
    struct search search = {.wanted = name};
    git_for_each(text, look_at, &search);
    return search.found;
}
