/* A rule for make and ninja: see depfile.h. */
#include "base/depfile.h"

#include <glob.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/inputs.h"
#include "base/path.h"
#include "base/strbuf.h"

/* Characters that both make and ninja take literally. They agree on four escapes: `\ `, `\#`, `\:` and `$$`. Any other
 * character with a meaning to one of them (`;` starts a command, `=` an assignment) cannot be written for both. */
static bool is_plain(unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80 ||
           (c && strchr("!+,-./@[]_{}~()", c));
}

/* For make, a[b] is a pattern, which stands for itself only as long as no file matches it. */
static bool is_pattern(const char *name) {
    const char *open = strchr(name, '[');
    if (!open || !strpbrk(open, "]\\")) {
        return false;
    }
    if (strchr(open, '\\')) {
        return true;
    }
    glob_t found;
    int status = glob(name, GLOB_NOSORT, NULL, &found);
    if (status == 0) {
        globfree(&found);
    }
    return status != GLOB_NOMATCH;
}

static bool closes(const char *name) { return *name && name[strlen(name) - 1] == ')'; }

/* For make, `a(b)` is the member b of the archive a, and so is b in `a(x b)`. */
static bool is_archive(const char *name, bool any_closes) {
    const char *open = strchr(name, '(');
    return open && (closes(name) || (any_closes && open > name));
}

/* Appends the name as both make and ninja read it; false if there is no way to write it for both. `any_closes`: whether
 * another name ends in a parenthesis. */
static bool add_name(struct strbuf *out, const char *name, bool any_closes) {
    if (*name == '~' || is_archive(name, any_closes) || is_pattern(name)) {
        return false;
    }
    size_t backslashes = 0;
    for (; *name; name++) {
        char next = name[1];
        if (*name == '\\') {
            if (!next || strchr("#:$[", next)) {
                return false;
            }
            backslashes++;
            strbuf_addch(out, '\\');
            continue;
        }
        if (*name == ' ' && next) {
            for (; backslashes; backslashes--) {
                strbuf_addch(out, '\\');
            }
            strbuf_addch(out, '\\');
        } else if (*name == '#' || (*name == ':' && next)) {
            strbuf_addch(out, '\\');
        } else if (*name == '$') {
            strbuf_addch(out, '$');
        } else if (!is_plain((unsigned char)*name)) {
            return false;
        }
        backslashes = 0;
        strbuf_addch(out, *name);
    }
    return true;
}

/* Words with a meaning to make at the beginning of a name: directives, `.PHONY` and the like, suffixes, home
 * folders. */
static bool is_word_of_make(const char *name) {
    return !strchr(name, '/') &&
           (*name == '.' || *name == '~' || strcmp(name, "define") == 0 || strcmp(name, "undefine") == 0);
}

static const char *shown(struct arena *a, const char *cwd, const char *path) {
    if (!path_is_within(cwd, path) || strcmp(cwd, path) == 0) {
        return path;
    }
    const char *relative = path_relative(a, cwd, path);
    return is_word_of_make(relative) ? path : relative;
}

static bool is_left_out(const char *path, const char *const *outputs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (path_is_within(outputs[i], path) || path_is_within(path, outputs[i])) {
            return true;
        }
    }
    return false;
}

static int refuse(struct error *e, const char *depfile, const char *name) {
    return error_set(e, "%s: make and ninja would misread the name '%s': rename the file, or do not read it", depfile,
                     name);
}

int depfile_write(const char *path, const char *target, const char *const *outputs, size_t count, struct error *e) {
    struct arena arena = ARENA_INIT;
    struct strbuf text;
    strbuf_init(&text);
    const char *cwd = path_cwd(&arena);
    const char **folders = arena_calloc(&arena, count + 1, sizeof *folders);
    for (size_t i = 0; i < count; i++) {
        folders[i] = path_resolve(&arena, NULL, outputs[i]);
    }
    const char **names = arena_calloc(&arena, inputs_count() + 1, sizeof *names);
    size_t used = 0;
    bool any_closes = false;
    for (size_t i = 0; i < inputs_count(); i++) {
        if (!is_left_out(inputs_at(i), folders, count)) {
            names[used] = shown(&arena, cwd, inputs_at(i));
            any_closes = any_closes || closes(names[used]);
            used++;
        }
    }
    int result = add_name(&text, target, false) ? 0 : refuse(e, path, target);
    strbuf_addch(&text, ':');
    for (size_t i = 0; i < used && result == 0; i++) {
        strbuf_adds(&text, " \\\n  ");
        result = add_name(&text, names[i], any_closes) ? 0 : refuse(e, path, names[i]);
    }
    strbuf_addch(&text, '\n');
    /* A rule without a recipe for each input, so that make continues if one has been removed. */
    for (size_t i = 0; i < used && result == 0; i++) {
        add_name(&text, names[i], any_closes);
        strbuf_adds(&text, ":\n");
    }
    if (result == 0) {
        result = file_write(path, text.data, text.length, 0666, e);
    }
    strbuf_free(&text);
    arena_free(&arena);
    return result;
}
