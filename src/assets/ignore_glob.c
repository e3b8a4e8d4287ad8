/* The glob rules: minimatch 10 with matchBase and flipNegate.
 *
 * Braces in a pattern are expanded; each expansion is split at slashes; each component is a literal, a double star, or
 * a regular expression made from its wildcards, classes and extended groups. Extended groups go through a tree, because
 * a negated group must know what follows it, and nested groups are merged. */
#include "assets/ignore_glob.h"

#include <string.h>

#include "assets/ignore_braces.h"
#include "assets/ignore_extglob.h"

enum { LONGEST_PATTERN = 64 * 1024, MOST_DOUBLE_STARS = 200 };

struct glob_alternative {
    struct glob_alternative *next;
    struct glob_part *parts;
    size_t count;
    bool has_double_star;
};

struct glob_rule {
    struct glob_rule *next;
    const char *pattern;
    bool reinclude;  /* begins with `!` */
    bool empty_only; /* the empty pattern matches the empty path */
    struct glob_alternative *alternatives;
};

struct component {
    const uint16_t *units;
    size_t length;
};

/* ---- reading patterns ---- */

/* Whether there is anything to expand: a `{`, and a `}` after it on the same line with no other `{` between. */
static bool has_braces(const struct text *t) {
    bool open = false;
    for (size_t i = 0; i < t->length; i++) {
        uint16_t c = t->units[i];
        if (c == '{') {
            open = true;
        } else if (c == '}' && open) {
            return true;
        } else if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) {
            open = false;
        }
    }
    return false;
}

static bool component_is(struct component c, const char *s) {
    size_t n = strlen(s);
    if (c.length != n) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (c.units[i] != (unsigned char)s[i]) {
            return false;
        }
    }
    return true;
}

/* Splits at runs of slashes. Returns the number of components, at least 1; `out` has room for length + 1. */
static size_t split(const uint16_t *units, size_t length, struct component *out) {
    size_t count = 0;
    size_t start = 0;
    for (size_t i = 0; i < length;) {
        if (units[i] != '/') {
            i++;
            continue;
        }
        out[count++] = (struct component){units + start, i - start};
        while (i < length && units[i] == '/') {
            i++;
        }
        start = i;
    }
    out[count++] = (struct component){units + start, length - start};
    return count;
}

/* Repeated double stars count as one, and `x/..` as nothing. */
static size_t simplify(struct component *parts, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct component *previous = kept > 0 ? &parts[kept - 1] : NULL;
        if (previous != NULL && component_is(parts[i], "**") && component_is(*previous, "**")) {
            continue;
        }
        if (previous != NULL && component_is(parts[i], "..") && previous->length > 0 &&
            !component_is(*previous, "..") && !component_is(*previous, ".") && !component_is(*previous, "**")) {
            kept--;
            continue;
        }
        parts[kept++] = parts[i];
    }
    if (kept == 0) {
        parts[kept++] = (struct component){NULL, 0};
    }
    return kept;
}

static struct glob_alternative *read_alternative(struct arena *a, const struct text *t, const char **why) {
    struct component *components = arena_alloc(a, (t->length + 1) * sizeof *components);
    size_t count = simplify(components, split(t->units, t->length, components));
    struct glob_alternative *alternative = arena_calloc(a, 1, sizeof *alternative);
    alternative->parts = arena_calloc(a, count, sizeof *alternative->parts);
    alternative->count = count;
    for (size_t i = 0; i < count; i++) {
        if (glob_part_compile(a, components[i].units, components[i].length, &alternative->parts[i], why) != 0) {
            return NULL;
        }
        alternative->has_double_star |= alternative->parts[i].kind == GLOB_DOUBLE_STAR;
    }
    return alternative;
}

int glob_add(struct glob_rules *rules, struct subject *subject, const char *pattern, struct error *e) {
    struct arena *a = &subject->arena;
    struct text t = {.arena = a};
    text_add_utf8(&t, pattern, strlen(pattern));
    if (t.length > LONGEST_PATTERN) {
        return error_set(e, "glob pattern is too long (%zu characters, at most %d)", t.length, LONGEST_PATTERN);
    }
    if (t.length > 0 && t.units[0] == '#') {
        return 0; /* a comment */
    }
    struct glob_rule *rule = arena_calloc(a, 1, sizeof *rule);
    rule->empty_only = t.length == 0;
    rule->reinclude = t.length > 0 && t.units[0] == '!';
    while (t.length > 0 && t.units[0] == '!') {
        t.units++;
        t.length--;
    }
    t.capacity = t.length;
    struct text_list expanded = {0};
    if (rule->empty_only) {
        /* nothing to compile */
    } else if (has_braces(&t)) {
        brace_expand(a, &t, &expanded);
    } else {
        text_list_add(a, &expanded, t);
    }
    struct glob_alternative **tail = &rule->alternatives;
    for (size_t i = 0; i < expanded.count; i++) {
        const char *why;
        *tail = read_alternative(a, &expanded.items[i], &why);
        if (*tail == NULL) {
            return error_set(e, "invalid glob pattern '%s': %s", pattern, why);
        }
        tail = &(*tail)->next;
    }
    rule->pattern = arena_strdup(a, pattern);
    *rules->tail = rule;
    rules->tail = &rule->next;
    return 0;
}

/* ---- matching paths ---- */

struct matcher {
    struct regex_memory *memory;
    const struct component *file;
    size_t count;
    bool *gave_up; /* some match was */
};

static bool is_hidden(struct component c) { return c.length > 0 && c.units[0] == '.'; }

/* Components file[at..end) against parts without double stars; both must end together. */
static bool match_parts(const struct matcher *m, const struct glob_part *parts, size_t count, size_t at, size_t end) {
    size_t i = 0;
    for (; at < end && i < count; at++, i++) {
        if (!glob_part_matches(&parts[i], m->file[at].units, m->file[at].length, m->memory)) {
            *m->gave_up |= m->memory->gave_up;
            return false;
        }
    }
    if (at == end) {
        return i == count;
    }
    /* A path may end in a slash where the pattern has ended. */
    return at + 1 == end && m->file[at].length == 0;
}

enum verdict { MATCHES, FAILS, FAILS_FOR_GOOD };

/* A run of parts between two double stars. */
struct section {
    const struct glob_part *parts;
    size_t count;
    ptrdiff_t last_start; /* the last place that leaves room for the rest */
};

/* What is known about the sections from one on, at one place: 1 + verdict. */
struct known {
    unsigned char *verdicts;
    size_t places;
};

static enum verdict match_sections(const struct matcher *m, const struct section *sections, size_t count, size_t at,
                                   int depth, bool saw_tail, const struct known *known);

/* After the last double star nothing may be hidden. */
static enum verdict match_rest(const struct matcher *m, size_t at, bool saw_tail) {
    for (; at < m->count; at++) {
        saw_tail = true;
        if (is_hidden(m->file[at])) {
            return FAILS;
        }
    }
    return saw_tail ? MATCHES : FAILS;
}

/* Like match_sections, with the first section at some place from `at`. */
static enum verdict place_section(const struct matcher *m, const struct section *sections, size_t count, size_t at,
                                  int depth, bool saw_tail, const struct known *known) {
    for (; (ptrdiff_t)at <= sections->last_start; at++) {
        size_t end = at + sections->count;
        if (end > m->count) {
            end = m->count;
        }
        if (depth < MOST_DOUBLE_STARS && match_parts(m, sections->parts, sections->count, at, end)) {
            enum verdict rest =
                match_sections(m, sections + 1, count - 1, at + sections->count, depth + 1, saw_tail, known);
            if (rest != FAILS) {
                return rest;
            }
        }
        if (at < m->count && is_hidden(m->file[at])) {
            return FAILS;
        }
    }
    return FAILS_FOR_GOOD;
}

/* Matches the sections in order, each at the first place from `at` that lets the rest match; components that are
 * skipped must not be hidden. Each question is answered only once. */
static enum verdict match_sections(const struct matcher *m, const struct section *sections, size_t count, size_t at,
                                   int depth, bool saw_tail, const struct known *known) {
    if (count == 0) {
        return match_rest(m, at, saw_tail);
    }
    unsigned char *verdict =
        &known->verdicts[(count - 1) * known->places + (at < known->places ? at : known->places - 1)];
    if (*verdict == 0) {
        *verdict = (unsigned char)(1 + place_section(m, sections, count, at, depth, saw_tail, known));
    }
    return (enum verdict)(*verdict - 1);
}

static bool match_double_stars(const struct matcher *m, const struct glob_alternative *alternative, struct arena *a) {
    const struct glob_part *parts = alternative->parts;
    size_t first = 0, last = alternative->count - 1;
    while (parts[first].kind != GLOB_DOUBLE_STAR) {
        first++;
    }
    while (parts[last].kind != GLOB_DOUBLE_STAR) {
        last--;
    }
    size_t at = 0;
    if (first > 0) {
        if (!match_parts(m, parts, first, 0, first < m->count ? first : m->count)) {
            return false;
        }
        at = first;
    }
    const struct glob_part *tail = parts + last + 1;
    size_t tail_count = alternative->count - last - 1;
    size_t tail_length = 0; /* in components of the path */
    if (tail_count > 0) {
        if (tail_count + at > m->count) {
            return false;
        }
        tail_length = tail_count;
        if (!match_parts(m, tail, tail_count, m->count - tail_count, m->count)) {
            if (m->file[m->count - 1].length > 0 || at + tail_count == m->count) {
                return false;
            }
            tail_length++; /* a slash at the end of the path */
            if (!match_parts(m, tail, tail_count, m->count - tail_length, m->count)) {
                return false;
            }
        }
    }
    if (last == first) {
        bool saw = tail_length > 0;
        for (; at + tail_length < m->count; at++) {
            saw = true;
            if (is_hidden(m->file[at])) {
                return false;
            }
        }
        return saw;
    }
    size_t sections_count = 1;
    for (size_t i = first + 1; i < last; i++) {
        sections_count += parts[i].kind == GLOB_DOUBLE_STAR;
    }
    struct section *sections = arena_alloc(a, sections_count * sizeof *sections);
    size_t start = first + 1;
    for (size_t k = 0; k < sections_count; k++) {
        size_t end = start;
        while (parts[end].kind != GLOB_DOUBLE_STAR) {
            end++;
        }
        sections[k] = (struct section){parts + start, end - start, 0};
        start = end + 1;
    }
    /* The room kept free after section k is computed from the sections before its mirror image. This is the reference's
     * own bound, which differs from the lengths of the later sections unless they are alike. */
    size_t before = 0;
    for (size_t k = 0; k < sections_count; k++) {
        struct section *mirror = &sections[sections_count - 1 - k];
        mirror->last_start = (ptrdiff_t)m->count - (ptrdiff_t)tail_length - (ptrdiff_t)(before + mirror->count);
        before += sections[k].count;
    }
    struct known known = {.places = m->count + 2};
    known.verdicts = arena_calloc(a, sections_count, known.places);
    return match_sections(m, sections, sections_count, at, 0, tail_length > 0, &known) == MATCHES;
}

static bool match_alternative(struct matcher *m, const struct glob_alternative *alternative, struct component base,
                              struct arena *a) {
    struct matcher whole = *m;
    if (alternative->count == 1) {
        whole.file = &base; /* without a slash: the last component, wherever it is */
        whole.count = 1;
    }
    if (alternative->has_double_star) {
        return match_double_stars(&whole, alternative, a);
    }
    return match_parts(&whole, alternative->parts, alternative->count, 0, whole.count);
}

int glob_test(const struct glob_rules *rules, struct subject *subject, const char *path, struct error *e) {
    if (rules->first == NULL) {
        return 0;
    }
    size_t length = strlen(path);
    subject_set_path(subject, path, length);
    struct arena scratch = ARENA_INIT;
    struct component small[64];
    size_t slashes = 0;
    for (size_t i = 0; i < subject->path.length; i++) {
        slashes += subject->path.units[i] == '/';
    }
    struct component *file =
        slashes + 1 <= sizeof small / sizeof small[0] ? small : arena_alloc(&scratch, (slashes + 1) * sizeof *file);
    bool gave_up = subject->memory.gave_up = false;
    struct matcher m = {&subject->memory, file, split(subject->path.units, subject->path.length, file), &gave_up};
    size_t last = m.count - 1;
    while (last > 0 && file[last].length == 0) {
        last--;
    }
    struct component base = file[last];
    bool ignored = false;
    for (const struct glob_rule *rule = rules->first; rule != NULL; rule = rule->next) {
        if (rule->reinclude != ignored) {
            continue; /* could not change the answer */
        }
        bool match = rule->empty_only && length == 0;
        for (const struct glob_alternative *x = rule->alternatives; x != NULL && !match; x = x->next) {
            match = match_alternative(&m, x, base, &scratch);
        }
        if (gave_up) {
            arena_free(&scratch);
            return subject_gave_up("glob", rule->pattern, e);
        }
        if (match) {
            ignored = !rule->reinclude;
        }
    }
    arena_free(&scratch);
    return ignored;
}
