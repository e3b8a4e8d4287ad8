/* Paths, regular expressions, and the three languages of ignore patterns. */
#include "fuzz.h"

#include "assets/ignore.h"
#include "base/arena.h"
#include "base/path.h"
#include "base/regex.h"

#include <string.h>

/* Two paths, a NUL between them. */
void fuzz_paths(const char *text, size_t length) {
    struct arena arena = ARENA_INIT;
    const char *first = arena_strndup(&arena, text, length);
    size_t cut = strlen(first);
    const char *second = cut < length ? arena_strndup(&arena, text + cut + 1, length - cut - 1) : "";
    const char *normal = path_normalize(&arena, first);
    fuzz_check(strcmp(path_normalize(&arena, normal), normal) == 0, "a normal path stays as it is");
    const char *from = path_resolve(&arena, NULL, first), *to = path_resolve(&arena, first, second);
    fuzz_check(path_is_absolute(from) && path_is_absolute(to), "a resolved path is absolute");
    const char *way = path_relative(&arena, from, to);
    fuzz_check(strcmp(path_resolve(&arena, from, way), to) == 0, "a relative path leads there");
    fuzz_check(path_is_within(from, from), "a path is within itself");
    path_is_within(from, to);
    path_join(&arena, first, second);
    path_dirname(&arena, first);
    path_basename(&arena, first);
    path_extname(&arena, first);
    arena_free(&arena);
}

/* An expression and a text, a line each; the first byte has the flags. */
void fuzz_regex(const char *text, size_t length) {
    struct arena arena = ARENA_INIT;
    unsigned flags = length > 0 ? (unsigned char)*text % 8 : 0;
    const char *source = length > 0 ? text + 1 : text, *end = text + length;
    const char *cut = memchr(source, '\n', (size_t)(end - source));
    struct text pattern = {.arena = &arena}, subject = {.arena = &arena};
    text_add_utf8(&pattern, source, (size_t)((cut ? cut : end) - source));
    text_add_utf8(&subject, cut ? cut + 1 : end, cut ? (size_t)(end - cut - 1) : 0);
    const char *why = NULL;
    const struct regex *regex = regex_compile(&arena, pattern.units, pattern.length, flags, &why);
    fuzz_check(!regex == (why != NULL), "an expression that is refused has a reason");
    if (regex) {
        struct regex_memory fresh = {0}, used = {0};
        bool found = regex_test(regex, subject.units, subject.length, &fresh);
        (void)regex_test(regex, pattern.units, pattern.length, &used);
        bool again = regex_test(regex, subject.units, subject.length, &used);
        fuzz_check(found == again || fresh.gave_up || used.gave_up, "a text is judged the same twice");
        regex_memory_free(&fresh);
        regex_memory_free(&used);
    }
    arena_free(&arena);
}

/* The last line is a path, those before it are patterns. */
static void ignore(enum ignore_mode mode, const char *text, size_t length) {
    enum { MOST = 16 };
    struct arena arena = ARENA_INIT;
    const char *lines[MOST + 1];
    size_t count = 0;
    for (char *line = arena_strndup(&arena, text, length), *end; line && count <= MOST; line = end ? end + 1 : NULL) {
        end = strchr(line, '\n');
        if (end) {
            *end = '\0';
        }
        lines[count++] = line;
    }
    struct error error = ERROR_INIT;
    struct ignore *compiled = ignore_new(mode, lines, count - 1, &error);
    fuzz_check(compiled || error.message, "patterns that are refused have a message");
    if (compiled) {
        int first = ignore_test(compiled, lines[count - 1], &error);
        error_clear(&error);
        fuzz_check(first == ignore_test(compiled, lines[count - 1], &error), "a path is judged the same twice");
        error_clear(&error);
        ignore_prunes(compiled, lines[count - 1], &error);
        ignore_free(compiled);
    }
    error_clear(&error);
    arena_free(&arena);
}

void fuzz_ignore_glob(const char *text, size_t length) { ignore(IGNORE_GLOB, text, length); }
void fuzz_ignore_git(const char *text, size_t length) { ignore(IGNORE_GIT, text, length); }
void fuzz_ignore_docker(const char *text, size_t length) { ignore(IGNORE_DOCKER, text, length); }
