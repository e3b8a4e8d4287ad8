/* The .gitignore rules as npm `ignore` 5.3 reads them.
 *
 * That package defines a rule by rewriting it, step by step, into a case-insensitive regular expression. Its answers
 * for odd patterns (escaped wildcards, unfinished brackets) follow from the order of these steps, so we keep that
 * order: each function below is one step, from text to text. */
#include "assets/ignore_git.h"

#include <string.h>

struct git_rule {
    struct git_rule *next;
    struct regex *regex;
    const char *pattern;
    bool negative;
};

static bool is_one_of(uint16_t c, const char *set) { return c != 0 && c < 128 && strchr(set, c) != NULL; }

static uint16_t unit_at(const struct text *t, size_t i) { return i < t->length ? t->units[i] : 0; }

static bool has_at(const struct text *t, size_t i, const char *s) {
    for (; *s != '\0'; s++, i++) {
        if (i >= t->length || t->units[i] != (unsigned char)*s) {
            return false;
        }
    }
    return true;
}

static bool ends_with(const struct text *t, const char *s) {
    size_t n = strlen(s);
    return t->length >= n && has_at(t, t->length - n, s);
}

static size_t backslashes_at(const struct text *t, size_t i) {
    size_t n = 0;
    while (unit_at(t, i + n) == '\\') {
        n++;
    }
    return n;
}

static void add_backslashes(struct text *out, size_t n) {
    for (; n > 0; n--) {
        text_add(out, '\\');
    }
}

static struct text empty_like(const struct text *t) { return (struct text){.arena = t->arena}; }

/* Drops trailing white space, except for one blank if it is escaped; drops a byte order mark. */
static struct text without_trailing_space(const struct text *in) {
    struct text out = empty_like(in);
    size_t start = unit_at(in, 0) == 0xFEFF;
    size_t end = in->length;
    while (end > start && unit_is_space(in->units[end - 1])) {
        end--;
    }
    size_t backslashes = 0;
    while (end - backslashes > start && in->units[end - backslashes - 1] == '\\') {
        backslashes++;
    }
    bool escaped = end < in->length && backslashes % 2 == 1;
    text_add_text(&out, in->units + start, end - start - escaped);
    if (escaped) {
        text_add(&out, ' ');
    }
    return out;
}

/* An escaped blank becomes a plain one. */
static struct text with_plain_blanks(const struct text *in) {
    struct text out = empty_like(in);
    for (size_t i = 0; i < in->length;) {
        size_t n = backslashes_at(in, i);
        if (n > 0 && i + n < in->length && unit_is_space(in->units[i + n])) {
            add_backslashes(&out, n - n % 2);
            text_add(&out, ' ');
            i += n + 1;
        } else if (n > 0) {
            add_backslashes(&out, n);
            i += n;
        } else {
            text_add(&out, in->units[i++]);
        }
    }
    return out;
}

/* Escapes characters with a meaning in expressions, including those meant as wildcards, which are recognised later in
 * their escaped form; `?` and slashes get their expressions. */
static struct text escaped(const struct text *in) {
    struct text out = empty_like(in);
    for (size_t i = 0; i < in->length; i++) {
        uint16_t c = in->units[i];
        if (c == '?') {
            text_add_ascii(&out, "[^\\/]");
        } else if (c == '/') {
            text_add_ascii(&out, i == 0 ? "^" : "\\/");
        } else {
            if (is_one_of(c, "\\$.|*+(){^")) {
                text_add(&out, '\\');
            }
            text_add(&out, c);
        }
    }
    return out;
}

/* Where in the tree the rule applies, which depends on a leading double star or on a slash that is not at the end. */
static struct text with_start(const struct text *in, bool has_inner_slash) {
    struct text out = empty_like(in);
    size_t i = 0;
    while (unit_at(in, i) == '^') {
        i++;
    }
    if (has_at(in, i, "\\*\\*\\/")) {
        text_add_ascii(&out, "^(?:.*\\/)?");
        text_add_text(&out, in->units + i + 6, in->length - i - 6);
        return out;
    }
    if (in->length > 0 && in->units[0] != '^') {
        text_add_ascii(&out, has_inner_slash ? "^" : "(?:^|\\/)");
    }
    text_add_text(&out, in->units, in->length);
    return out;
}

static struct text with_double_stars(const struct text *in) {
    struct text out = empty_like(in);
    for (size_t i = 0; i < in->length;) {
        if (has_at(in, i, "\\/\\*\\*") && (i + 6 == in->length || has_at(in, i + 6, "\\/"))) {
            text_add_ascii(&out, i + 6 < in->length ? "(?:\\/[^\\/]+)*" : "\\/.+");
            i += 6;
        } else {
            text_add(&out, in->units[i++]);
        }
    }
    return out;
}

/* Runs of stars with something after them become one wildcard. A star after a backslash (an escaped one) is left
 * alone. */
static struct text with_stars(const struct text *in) {
    struct text out = empty_like(in);
    for (size_t i = 0; i < in->length;) {
        size_t run = i;
        while (run < in->length && in->units[run] != '\\') {
            run++;
        }
        size_t stars = 0;
        while (has_at(in, run + 2 * stars, "\\*")) {
            stars++;
        }
        uint16_t behind = unit_at(in, run + 2 * stars);
        if (stars > 0 && (run + 2 * stars == in->length || behind == '\n' || behind == '\r' || behind == 0x2028 ||
                          behind == 0x2029)) {
            stars--; /* with_end handles a star at the very end */
        }
        text_add_text(&out, in->units + i, run - i);
        if (stars > 0 && (run > i || i == 0)) {
            text_add_ascii(&out, "[^\\/]*");
            i = run + 2 * stars;
        } else {
            if (run < in->length) {
                text_add(&out, '\\');
            }
            i = run + 1;
        }
    }
    return out;
}

/* Undoes the doubling of the user's own backslashes. */
static struct text with_user_escapes(const struct text *in) {
    struct text once = empty_like(in);
    for (size_t i = 0; i < in->length;) {
        if (has_at(in, i, "\\\\\\") && is_one_of(unit_at(in, i + 3), "$.|*+(){^")) {
            text_add(&once, '\\');
            i += 3;
        } else {
            text_add(&once, in->units[i++]);
        }
    }
    struct text out = empty_like(in);
    for (size_t i = 0; i < once.length;) {
        i += has_at(&once, i, "\\\\") ? 1 : 0;
        text_add(&out, once.units[i++]);
    }
    return out;
}

/* The content of a bracket, without ranges that run backwards, which an expression would refuse. */
static void add_bracket_content(struct text *out, const uint16_t *units, size_t n) {
    for (size_t i = 0; i < n;) {
        if (i + 2 < n && units[i + 1] == '-' && units[i] >= '0' && units[i] <= 'z' && units[i + 2] >= '0' &&
            units[i + 2] <= 'z') {
            if (units[i] <= units[i + 2]) {
                text_add_text(out, units + i, 3);
            }
            i += 3;
        } else {
            text_add(out, units[i++]);
        }
    }
}

/* Brackets; one that is not closed, or closed only by an escaped bracket, matches nothing. */
static struct text with_brackets(const struct text *in) {
    struct text out = empty_like(in);
    size_t slash = 0; /* up to here no bracket is closed */
    for (size_t i = 0; i < in->length;) {
        bool literal = in->units[i] == '\\' && unit_at(in, i + 1) == '[';
        if (!literal && in->units[i] != '[') {
            text_add(&out, in->units[i++]);
            continue;
        }
        size_t start = i + 1 + literal;
        size_t end = start;
        size_t backslashes = 0;
        bool found = false;
        for (; slash <= start; end++) {
            backslashes = backslashes_at(in, end);
            size_t close = end + backslashes;
            if (close >= in->length || in->units[close] == ']') {
                found = true;
                break;
            }
            if (backslashes > 0) {
                end = close - 1;
            } else if (in->units[end] == '/') {
                slash = end + 1;
                break;
            }
        }
        if (!found) {
            text_add(&out, in->units[i++]);
            continue;
        }
        bool closed = end + backslashes < in->length;
        if (literal) {
            text_add_ascii(&out, "\\[");
            text_add_text(&out, in->units + start, end - start);
            add_backslashes(&out, backslashes - backslashes % 2);
            if (closed) {
                text_add(&out, ']');
            }
        } else if (closed && backslashes % 2 == 0) {
            text_add(&out, '[');
            add_bracket_content(&out, in->units + start, end - start);
            add_backslashes(&out, backslashes);
            text_add(&out, ']');
        } else {
            text_add_ascii(&out, "[]");
        }
        i = end + backslashes + closed;
    }
    return out;
}

/* The end of the rule: files and directories, or only directories after a slash; a final star. */
static struct text with_end(struct text t) {
    if (t.length > 0 && t.units[t.length - 1] != '*') {
        text_add_ascii(&t, t.units[t.length - 1] == '/' ? "$" : "(?=$|\\/$)");
    }
    if (ends_with(&t, "\\*")) {
        t.length -= 2;
        bool whole_component = ends_with(&t, "^") || ends_with(&t, "\\/");
        text_add_ascii(&t, whole_component ? "[^/]+(?=$|\\/$)" : "[^/]*(?=$|\\/$)");
    }
    return t;
}

static struct text translate(const struct text *pattern) {
    bool inner_slash = false;
    for (size_t i = 0; i + 1 < pattern->length; i++) {
        inner_slash = inner_slash || pattern->units[i] == '/';
    }
    struct text t = without_trailing_space(pattern);
    t = with_plain_blanks(&t);
    t = escaped(&t);
    t = with_start(&t, inner_slash);
    t = with_double_stars(&t);
    t = with_stars(&t);
    t = with_user_escapes(&t);
    t = with_brackets(&t);
    return with_end(t);
}

/* Blank lines, comments and patterns that end in an incomplete escape make no rule. */
static bool makes_rule(const struct text *pattern) {
    size_t n = pattern->length;
    if (n == 0 || pattern->units[0] == '#') {
        return false;
    }
    if (pattern->units[n - 1] == '\\' && (n == 1 || pattern->units[n - 2] != '\\')) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!unit_is_space(pattern->units[i])) {
            return true;
        }
    }
    return false;
}

int git_add(struct git_rules *rules, struct subject *subject, const char *pattern, struct error *e) {
    struct text t = {.arena = &subject->arena};
    text_add_utf8(&t, pattern, strlen(pattern));
    if (!makes_rule(&t)) {
        return 0;
    }
    struct git_rule *rule = arena_calloc(&subject->arena, 1, sizeof *rule);
    if (t.units[0] == '!') {
        rule->negative = true;
        t.units++;
        t.length--;
    }
    for (const char *escape = "!#"; *escape != '\0'; escape++) {
        if (unit_at(&t, 0) == '\\' && unit_at(&t, 1) == (uint16_t)*escape) {
            t.units++;
            t.length--;
        }
    }
    t.capacity = t.length; /* the front was cut off */
    struct text source = translate(&t);
    const char *why;
    rule->regex = regex_compile(&subject->arena, source.units, source.length, REGEX_IGNORE_CASE, &why);
    if (rule->regex == NULL) {
        return error_set(e, "invalid git ignore pattern '%s': %s", pattern, why);
    }
    rule->pattern = arena_strdup(&subject->arena, pattern);
    *rules->tail = rule;
    rules->tail = &rule->next;
    return 0;
}

/* Tests all rules on one path, the subject's. */
static int test_one(const struct git_rules *rules, struct subject *subject, struct error *e) {
    bool ignored = false;
    for (const struct git_rule *rule = rules->first; rule != NULL; rule = rule->next) {
        if (rule->negative != ignored) {
            continue;
        }
        int match = subject_matches(subject, rule->regex, subject->path.length, "git", rule->pattern, e);
        if (match < 0) {
            return -1;
        }
        if (match) {
            ignored = !rule->negative;
        }
    }
    return ignored;
}

/* Remembers that this directory is not ignored, for its other entries. */
static void remember_parent(struct git_rules *rules, const char *path, size_t length) {
    if (rules->parent_capacity < length + 1) {
        rules->parent_capacity = 2 * length + 64;
        rules->parent = mem_realloc(rules->parent, rules->parent_capacity);
    }
    memcpy(rules->parent, path, length);
    rules->parent[length] = '\0';
}

/* Nothing can be re-included inside an ignored directory, so the parents come first. */
static int test_path(struct git_rules *rules, struct subject *subject, const char *path, struct error *e) {
    size_t n = strlen(path);
    size_t dots = strspn(path, ".");
    if (n == 0) {
        return error_set(e, "git ignore rules cannot be applied to an empty path");
    }
    if (path[dots] == '/' || path[dots] == '\0') {
        return error_set(e, "git ignore rules need a path relative to the root of the tree, got '%s'", path);
    }
    if (rules->first == NULL) {
        return 0;
    }
    size_t known = rules->parent == NULL ? 0 : strlen(rules->parent);
    if (known == 0 || known >= n || memcmp(path, rules->parent, known) != 0) {
        known = 0;
    }
    size_t last = known;
    for (size_t i = known; i + 1 < n; i++) {
        if (path[i] != '/') {
            continue;
        }
        subject_set_path(subject, path, i + 1);
        int ignored = test_one(rules, subject, e);
        if (ignored != 0) {
            return ignored;
        }
        last = i + 1;
    }
    if (last > known) {
        remember_parent(rules, path, last);
    }
    subject_set_path(subject, path, n);
    return test_one(rules, subject, e);
}

int git_test(struct git_rules *rules, struct subject *subject, const char *path, struct error *e) {
    return test_path(rules, subject, path, e);
}

int git_prunes(struct git_rules *rules, struct subject *subject, const char *path, struct error *e) {
    struct arena scratch = ARENA_INIT;
    size_t n = strlen(path);
    bool slash = n > 0 && path[n - 1] == '/';
    int result = test_path(rules, subject, slash ? path : arena_printf(&scratch, "%s/", path), e);
    arena_free(&scratch);
    return result;
}
