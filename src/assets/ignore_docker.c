/* The .dockerignore rules as @balena/dockerignore 1.0 reads them.
 *
 * A rule also covers everything below a path that it matches. Rules apply in order; the last match decides. Parts of a
 * rule that are not wildcards reach the regular expression unchanged, so brackets and operators work there; a rule that
 * does not give a valid expression is an error only when a path is tested against it. */
#include "assets/ignore_docker.h"

#include <string.h>

#include "base/path.h"
#include "base/strbuf.h"
#include "base/utf8.h"

struct docker_rule {
    struct docker_rule *next;
    struct ancestors *ancestors; /* if not NULL, the fields below are unused */
    const char *refused;         /* why the pattern is refused, or NULL */
    const char *pattern;         /* cleaned, without `!` */
    bool negative;
    bool any_depth;      /* contains a component `**` */
    size_t components;   /* of the pattern; with any_depth those that are not `**` */
    struct regex *regex; /* compiled on first use */
};

/* Narrows [*s, *s + *n) by white space on both sides. */
static void trim(const char **s, size_t *n) {
    while (*n > 0) {
        uint32_t c;
        size_t used = utf8_decode(*s, *n, &c, NULL);
        if (!unit_is_space(c)) {
            break;
        }
        *s += used;
        *n -= used;
    }
    while (*n > 0) {
        size_t start = *n - 1;
        while (start > 0 && *n - start < 3 && ((unsigned char)(*s)[start] & 0xC0) == 0x80) {
            start--;
        }
        uint32_t c;
        size_t used = utf8_decode(*s + start, *n - start, &c, NULL);
        if (start + used != *n || !unit_is_space(c)) {
            break;
        }
        *n = start;
    }
}

/* Normalised, without a trailing slash. */
static char *clean(struct arena *a, const char *path) {
    char *cleaned = path_normalize(a, path);
    size_t n = strlen(cleaned);
    if (n > 1 && cleaned[n - 1] == '/') {
        cleaned[n - 1] = '\0';
    }
    return cleaned;
}

/* The pattern of a line, cleaned, with a leading `!` if negative; NULL if the line makes no rule. The steps and their
 * order are those of docker's own reader, which cleans twice. */
static char *clean_line(struct arena *a, const char *line, size_t length) {
    if (length == 0 || line[0] == '#') {
        return NULL;
    }
    trim(&line, &length);
    if (length == 0) {
        return NULL;
    }
    bool negative = line[0] == '!';
    if (negative) {
        line++;
        length--;
        trim(&line, &length);
    }
    const char *pattern = arena_strndup(a, line, length);
    if (length > 0) {
        pattern = clean(a, pattern);
        if (pattern[0] == '/' && pattern[1] != '\0') {
            pattern++;
        }
    }
    char *marked = arena_printf(a, "%s%s", negative ? "!" : "", pattern);
    const char *trimmed = marked;
    size_t n = strlen(marked);
    trim(&trimmed, &n);
    return n == 0 ? NULL : clean(a, arena_strndup(a, trimmed, n));
}

/* The rule of a line, or NULL if it makes none. */
static struct docker_rule *read_line(struct arena *a, const char *line, size_t length) {
    char *pattern = clean_line(a, line, length);
    if (pattern == NULL) {
        return NULL;
    }
    bool negative = pattern[0] == '!';
    if (negative && *++pattern == '\0') {
        return NULL;
    }
    struct docker_rule *rule = arena_calloc(a, 1, sizeof *rule);
    rule->pattern = pattern;
    rule->negative = negative;
    size_t all = 0, plain = 0;
    for (const char *p = pattern;; p++) {
        size_t n = strcspn(p, "/");
        all++;
        plain += !(n == 2 && p[0] == '*' && p[1] == '*');
        p += n;
        if (*p == '\0') {
            break;
        }
    }
    rule->any_depth = plain < all;
    rule->components = plain;
    return rule;
}

static void append(struct docker_list *list, struct docker_rule *rule) {
    if (rule != NULL) {
        *list->tail = rule;
        list->tail = &rule->next;
    }
}

static void add_lines(struct arena *a, struct docker_list *list, const char *text) {
    for (;;) {
        size_t n = strcspn(text, "\n");
        bool last = text[n] == '\0';
        append(list, read_line(a, text, n > 0 && !last && text[n - 1] == '\r' ? n - 1 : n));
        if (last) {
            return;
        }
        text += n + 1;
    }
}

/* ---- the way to what is re-included ---- */

/* The folders a, a/b, … on the way to `!a/b/c`, one rule each, made when a path could match it. */
struct ancestors {
    const char *mark, *way;
    size_t count;
    struct ancestor {
        size_t end;   /* in the way, in bytes */
        size_t least; /* the fewest units of a path that it matches */
        struct docker_rule *rule;
    } * items; /* the shortest first */
};

static bool is_space(const char *p, size_t n) {
    uint32_t c;
    return n > 0 && (utf8_decode(p, n, &c, NULL), unit_is_space(c));
}

/* Whether every rule on the way can be matched literally, component by component: nothing in it is an operator of
 * regular expressions, and cleaning changes nothing. */
static bool is_plain(const char *way, size_t length) {
    for (size_t i = 0; i < length;) {
        size_t n = strcspn(way + i, "/"), end = i + n;
        if (n == 0 || strspn(way + i, ".") == n || is_space(way + i, n)) {
            return false;
        }
        for (size_t k = i; k < end; k++) {
            if (strchr("\\^()[]{}|+", way[k]) || (unsigned char)way[k] <= ' ' || is_space(way + k, end - k)) {
                return false;
            }
        }
        i = end + 1;
    }
    return true;
}

static struct ancestors *find_ancestors(struct arena *a, const char *mark, const char *way, size_t length) {
    struct ancestors *ancestors = arena_calloc(a, 1, sizeof *ancestors);
    ancestors->mark = mark;
    ancestors->way = arena_strndup(a, way, length);
    size_t slashes = 0, least = 0;
    for (size_t i = 1; i < length; i++) {
        slashes += way[i] == '/';
    }
    ancestors->items = arena_calloc(a, slashes, sizeof *ancestors->items);
    for (size_t i = 0; i < length; i++) {
        if (way[i] == '/' && i > 0) {
            ancestors->items[ancestors->count++] = (struct ancestor){i, least, NULL};
        }
        bool optional = way[i] == '/' && i > 1 && way[i - 1] == '*' && way[i - 2] == '*';
        bool starts_unit = ((unsigned char)way[i] & 0xC0) != 0x80;
        least += way[i] != '*' && !optional && starts_unit && !(way[i] == '/' && i == 0);
    }
    return ancestors;
}

enum { MOST_PARENT_BYTES = 16 << 20 };

/* For `!a/b/c` the pruning rules also re-include a/b and a, so that the way to c is not cut off. */
static void add_parents(struct arena *a, struct docker_list *list, const char *pattern) {
    const char *p = pattern;
    size_t rest = strlen(p);
    while (rest > 0) {
        uint32_t c;
        size_t used = utf8_decode(p, rest, &c, NULL);
        if (!unit_is_space(c)) {
            break;
        }
        p += used;
        rest -= used;
    }
    const char *mark = p[0] == '!' ? "!" : p[0] == '/' && p[1] == '!' ? "/!" : NULL;
    if (mark == NULL) {
        return;
    }
    p += strlen(mark);
    /* Up to the end of the line, as in the expression that finds the path. */
    struct strbuf line;
    strbuf_init(&line);
    for (rest = strlen(p); rest > 0;) {
        uint32_t c;
        size_t used = utf8_decode(p, rest, &c, NULL);
        if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) {
            break;
        }
        strbuf_add(&line, p, used);
        p += used;
        rest -= used;
    }
    const char *directory = arena_strndup(a, line.data, line.length);
    size_t length = line.length, start = directory[0] == '/';
    strbuf_free(&line);
    while (length > start && directory[length - 1] == '/') {
        length--;
    }
    if (is_plain(directory + start, length - start)) {
        struct docker_rule *rule = arena_calloc(a, 1, sizeof *rule);
        rule->ancestors = find_ancestors(a, mark, directory, length);
        append(list, rule);
        return;
    }
    size_t parents = 0;
    for (size_t i = 0; i < length; i++) {
        parents += directory[i] == '/';
    }
    if (parents * length > MOST_PARENT_BYTES) {
        struct docker_rule *rule = arena_calloc(a, 1, sizeof *rule);
        rule->pattern = directory;
        rule->refused = "it leads through too many folders";
        append(list, rule);
        return;
    }
    for (;;) {
        const char *parent = path_dirname(a, directory);
        if (strcmp(parent, "/") == 0 || strcmp(parent, ".") == 0 || strcmp(parent, directory) == 0) {
            return;
        }
        directory = parent;
        add_lines(a, list, arena_printf(a, "%s%s", mark, directory));
    }
}

void docker_add(struct docker_rules *rules, struct subject *subject, const char *pattern) {
    add_lines(&subject->arena, &rules->list, pattern);
    add_lines(&subject->arena, &rules->prune, pattern);
    add_parents(&subject->arena, &rules->prune, pattern);
}

/* The regular expression of a rule. */
static void translate(const char *pattern, struct text *out) {
    struct text in = {.arena = out->arena};
    text_add_utf8(&in, pattern, strlen(pattern));
    text_add(out, '^');
    for (size_t i = 0; i < in.length; i++) {
        uint16_t c = in.units[i];
        uint16_t next = i + 1 < in.length ? in.units[i + 1] : 0;
        if (c == '*' && next == '*') {
            i++;
            i += i + 1 < in.length && in.units[i + 1] == '/';
            text_add_ascii(out, i + 1 < in.length ? "(.*/)?" : ".*");
        } else if (c == '*') {
            text_add_ascii(out, "[^/]*");
        } else if (c == '?') {
            text_add_ascii(out, "[^/]");
        } else {
            if (c == '.' || c == '$') {
                text_add(out, '\\');
            }
            text_add(out, c);
            if (c == '\\' && i + 1 < in.length) {
                text_add(out, in.units[++i]);
            }
        }
    }
    text_add(out, '$');
}

/* Whether the rule matches the path, or the path up to one of its slashes from unit `from` on. */
static int rule_matches(struct subject *subject, struct docker_rule *rule, size_t from, struct error *e) {
    if (rule->refused != NULL) {
        return error_set(e, "invalid docker ignore pattern '%.60s…': %s", rule->pattern, rule->refused);
    }
    if (rule->regex == NULL) {
        struct text source = {.arena = &subject->arena};
        translate(rule->pattern, &source);
        const char *why;
        rule->regex = regex_compile(&subject->arena, source.units, source.length, REGEX_IGNORE_CASE, &why);
        if (rule->regex == NULL) {
            return error_set(e, "invalid docker ignore pattern '%s': %s", rule->pattern, why);
        }
    }
    return subject_matches(subject, rule->regex, from, "docker", rule->pattern, e);
}

/* Length of the first `count` components of the path. */
static size_t prefix_length(const struct text *path, size_t count) {
    size_t i = 0;
    if (count == 0) {
        return 0;
    }
    for (; i < path->length; i++) {
        if (path->units[i] == '/' && --count == 0) {
            break;
        }
    }
    return i;
}

/* Whether the rule matches the path, or one of its parents if `parents` allows. */
static int rule_covers(struct subject *subject, struct docker_rule *rule, size_t parents, struct error *e) {
    struct text *path = &subject->path;
    size_t length = path->length;
    if (rule->components > parents) {
        return rule_matches(subject, rule, length, e);
    }
    size_t parent = prefix_length(path, rule->components);
    if (rule->any_depth) {
        return rule_matches(subject, rule, parent, e);
    }
    int match = rule_matches(subject, rule, length, e);
    if (match == 0) {
        path->length = parent;
        match = rule_matches(subject, rule, parent, e);
        path->length = length;
    }
    return match;
}

/* Whether one of the folders on the way covers the path. */
static int ancestors_cover(struct subject *subject, struct ancestors *ancestors, size_t parents, struct error *e) {
    for (size_t i = 0; i < ancestors->count; i++) {
        struct ancestor *ancestor = &ancestors->items[i];
        if (ancestor->least > subject->path.length) {
            break;
        }
        if (ancestor->rule == NULL) {
            struct arena *a = &subject->arena;
            const char *line = arena_printf(a, "%s%.*s", ancestors->mark, (int)ancestor->end, ancestors->way);
            ancestor->rule = read_line(a, line, strlen(line));
        }
        int match = rule_covers(subject, ancestor->rule, parents, e);
        if (match != 0) {
            return match;
        }
    }
    return 0;
}

/* The reference caches its answers in a plain JavaScript object, in which these names are found before anything was
 * stored; so they are never ignored. Only a path of one component can be such a name. */
static bool is_object_member(const char *path) {
    static const char *const names[] = {
        "__proto__",   "__defineGetter__", "__defineSetter__", "__lookupGetter__",     "__lookupSetter__",
        "constructor", "hasOwnProperty",   "isPrototypeOf",    "propertyIsEnumerable", "toLocaleString",
        "toString",    "valueOf",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(path, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static int list_test(struct subject *subject, const struct docker_list *list, const char *path, struct error *e) {
    if (path[0] == '\0') {
        return 1;
    }
    if (is_object_member(path)) {
        return 0;
    }
    subject_set_path(subject, path, strlen(path));
    size_t parents = 0;
    for (size_t i = 0; i < subject->path.length; i++) {
        parents += subject->path.units[i] == '/';
    }
    bool ignored = false;
    for (struct docker_rule *rule = list->first; rule != NULL; rule = rule->next) {
        int match;
        if (rule->ancestors != NULL) {
            match = ignored ? ancestors_cover(subject, rule->ancestors, parents, e) : 0;
            ignored = ignored && match == 0;
            if (match < 0) {
                return -1;
            }
            continue;
        }
        match = rule_covers(subject, rule, parents, e);
        if (match < 0) {
            return -1;
        }
        if (match) {
            ignored = !rule->negative;
        }
    }
    return ignored;
}

int docker_test(struct docker_rules *rules, struct subject *subject, const char *path, struct error *e) {
    return list_test(subject, &rules->list, path, e);
}

int docker_prunes(struct docker_rules *rules, struct subject *subject, const char *path, struct error *e) {
    int ignored = list_test(subject, &rules->list, path, e);
    return ignored <= 0 ? ignored : list_test(subject, &rules->prune, path, e);
}
