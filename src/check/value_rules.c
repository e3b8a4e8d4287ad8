/* Enumerations, patterns and bounds: see value_rules.h. */
#include "check/value_rules.h"

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <strings.h>

#include "base/regex.h"
#include "check/format_rows.h"
#include "object/class.h"
#include "object/token.h"
#include "object/unresolved.h"
#include "object/values.h"
#include "schema/nearest.h"

enum { DEEPEST = 8, VALUES_SHOWN = 12, PATTERN_SHOWN = 160, ROOM = LUA_MINSTACK };

/* --- patterns --------------------------------------------------------------------------------------------------- */

/* Compiled patterns, by the address of their text in the schema; they live as long as the thread. */
static _Thread_local struct {
    struct arena arena;
    struct compiled {
        const char *pattern;
        const struct regex *regex; /* NULL: not for us to judge */
    } * slots;
    size_t count, slot_count; /* a power of two */
    struct regex_memory memory;
} patterns;

/* Most patterns were written for other engines, usually Java's: this finds constructs that JavaScript reads
 * differently. */
static bool is_another_dialect(const char *pattern) {
    for (const char *p = pattern; *p; p++) {
        if (*p == '\\' && p[1]) {
            p++;
            if (strchr("ahHgGkQEXRP", *p) || (*p == 'p' && p[1] != '{')) {
                return true;
            }
        } else if (*p == '(' && p[1] == '?' && !strchr(":=!", p[2])) {
            return true; /* (?i), (?<!…) */
        } else if ((*p == '[' && p[1] == '[') || (*p == '&' && p[1] == '&')) {
            return true;
        }
    }
    return false;
}

static const struct regex *compile(const char *pattern) {
    if (is_another_dialect(pattern)) {
        return NULL;
    }
    /* \A, \Z and \z are the ends of the string. */
    char *source = arena_strdup(&patterns.arena, pattern);
    size_t length = 0;
    for (const char *p = pattern; *p; p++) {
        bool escape = *p == '\\' && p[1];
        if (escape && strchr("AZz", p[1])) {
            source[length++] = *++p == 'A' ? '^' : '$';
            continue;
        }
        source[length++] = *p;
        if (escape) {
            source[length++] = *++p;
        }
    }
    struct text units = {.arena = &patterns.arena};
    const char *why;
    text_add_utf8(&units, source, length);
    bool unicode = strstr(pattern, "\\p{") != NULL;
    return regex_compile(&patterns.arena, units.units, units.length, unicode ? REGEX_UNICODE : 0, &why);
}

void rules_end_thread(void) {
    arena_free(&patterns.arena);
    free(patterns.slots);
    regex_memory_free(&patterns.memory);
    memset(&patterns, 0, sizeof patterns);
}

static size_t slot_of(const char *pattern) {
    size_t at = ((uintptr_t)pattern * 2654435769u >> 4) & (patterns.slot_count - 1);
    while (patterns.slots[at].pattern && patterns.slots[at].pattern != pattern) {
        at = (at + 1) & (patterns.slot_count - 1);
    }
    return at;
}

static const struct regex *compiled(const char *pattern) {
    if (patterns.count * 2 >= patterns.slot_count) {
        struct compiled *old = patterns.slots;
        size_t old_count = patterns.slot_count;
        patterns.slot_count = old_count ? old_count * 2 : 64;
        patterns.slots = mem_calloc(patterns.slot_count, sizeof *patterns.slots);
        for (size_t i = 0; i < old_count; i++) {
            if (old[i].pattern) {
                patterns.slots[slot_of(old[i].pattern)] = old[i];
            }
        }
        free(old);
    }
    struct compiled *slot = &patterns.slots[slot_of(pattern)];
    if (slot->pattern == NULL) {
        *slot = (struct compiled){pattern, compile(pattern)};
        patterns.count++;
    }
    return slot->regex;
}

static bool is_ascii(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

bool rules_match(const char *pattern, const char *text, size_t length) {
    enum { SHORT = 256 };
    uint16_t units[SHORT];
    /* Beyond ASCII the dialects differ in what is a word or a space; and nobody writes very long strings by hand. */
    if (length > SHORT || !is_ascii(text, length)) {
        return true;
    }
    const struct regex *regex = compiled(pattern);
    if (regex == NULL) {
        return true;
    }
    for (size_t i = 0; i < length; i++) {
        units[i] = (unsigned char)text[i];
    }
    return regex_test(regex, units, length, &patterns.memory) || patterns.memory.gave_up;
}

/* --- values ----------------------------------------------------------------------------------------------------- */

enum fault {
    FAULT_NONE,
    FAULT_VALUE,
    FAULT_PATTERN,
    FAULT_NUMBER,
    FAULT_LENGTH,
    FAULT_ITEMS,
    FAULT_ENDED,
    FAULT_FORMAT
};

static bool is_listed(const struct schema_rules *rules, const char *text) {
    for (size_t i = 0; i < rules->value_count; i++) {
        if ((rules->any_case ? strcasecmp : strcmp)(rules->values[i], text) == 0) {
            return true;
        }
    }
    return rules->values == NULL;
}

/* NULL: not one that is looked at. */
static const struct format_row *find_format(const char *name) {
    for (size_t i = 0; i < format_row_count; i++) {
        if (strcmp(format_rows[i].name, name) == 0) {
            return &format_rows[i];
        }
    }
    return NULL;
}

bool rules_have_format(const char *name, const char *text) {
    const struct format_row *format = find_format(name);
    /* Launch templates look images up themselves. */
    static const char in_launch_template[] = "resolve:ssm:";
    return !format || strncmp(text, "{{resolve:", 10) == 0 ||
           strncmp(text, in_launch_template, sizeof in_launch_template - 1) == 0 ||
           rules_match(format->pattern, text, strlen(text));
}

/* Whether a day, "2027-02-01", has come. */
static bool is_past(const char *day) {
    char today[16];
    time_t now = time(NULL);
    struct tm parts;
    return gmtime_r(&now, &parts) && strftime(today, sizeof today, "%Y-%m-%d", &parts) > 0 && strcmp(day, today) <= 0;
}

static const struct schema_ended *find_ended(const struct schema_rules *rules, const char *text) {
    for (size_t i = 0; i < rules->ended_count; i++) {
        if (strcmp(rules->ended[i].value, text) == 0) {
            return &rules->ended[i];
        }
    }
    return NULL;
}

static bool is_within(const struct schema_bounds *bounds, double number) {
    return number >= bounds->low && number <= bounds->high;
}

static double characters(const char *text, size_t length) {
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    }
    return (double)count;
}

static enum fault find_text_fault(const struct schema_rules *rules, const char *text, size_t length) {
    return !is_listed(rules, text)                                        ? FAULT_VALUE
           : !is_within(&rules->length, characters(text, length))         ? FAULT_LENGTH
           : rules->pattern && !rules_match(rules->pattern, text, length) ? FAULT_PATTERN
           : rules->format && !rules_have_format(rules->format, text)     ? FAULT_FORMAT
           : find_ended(rules, text)                                      ? FAULT_ENDED
                                                                          : FAULT_NONE;
}

static enum fault fault_of_text(const struct schema_rules *rules, const char *text, size_t length) {
    /* Texts that were good last: a runtime, a handler and their like are the same in many resources. */
    static _Thread_local struct {
        const struct schema_rules *rules;
        size_t length;
        char text[48];
    } good[32];
    size_t slot = ((uintptr_t)rules / sizeof *rules) % (sizeof good / sizeof *good);
    if (good[slot].rules == rules && good[slot].length == length && memcmp(good[slot].text, text, length) == 0) {
        return FAULT_NONE;
    }
    if (token_has_marker(text, length) || strncmp(text, "{{resolve:", 10) == 0) {
        return FAULT_NONE;
    }
    enum fault fault = find_text_fault(rules, text, length);
    if (fault == FAULT_NONE && length <= sizeof good->text) {
        good[slot].rules = rules;
        good[slot].length = length;
        memcpy(good[slot].text, text, length);
    }
    return fault;
}

static enum fault fault_of_number(const struct schema_rules *rules, double number) {
    char text[32];
    snprintf(text, sizeof text, "%.14g", number);
    return !is_within(&rules->number, number) ? FAULT_NUMBER : !is_listed(rules, text) ? FAULT_VALUE : FAULT_NONE;
}

bool rules_accept_text(const struct schema_rules *rules, const char *text, size_t length) {
    return fault_of_text(rules, text, length) == FAULT_NONE;
}

bool rules_accept_number(const struct schema_rules *rules, double number) {
    return fault_of_number(rules, number) == FAULT_NONE;
}

bool rules_accept_count(const struct schema_rules *rules, size_t count) {
    return is_within(&rules->items, (double)count);
}

/* Finds what is wrong with the value on top of the stack or inside it, and then leaves the faulty value on top; else
 * leaves the stack unchanged. */
static enum fault find_fault(lua_State *L, const struct schema_rules *rules, int depth) {
    size_t length;
    switch (lua_type(L, -1)) {
    case LUA_TSTRING: {
        const char *text = lua_tolstring(L, -1, &length);
        return fault_of_text(rules, text, length);
    }
    case LUA_TNUMBER:
        return fault_of_number(rules, lua_tonumber(L, -1));
    case LUA_TTABLE:
        break;
    default:
        return FAULT_NONE;
    }
    int table = lua_gettop(L);
    if (depth == DEEPEST || class_is_instance(L, table) || token_is_resolvable(L, table) || !lua_checkstack(L, ROOM)) {
        return FAULT_NONE;
    }
    enum table_kind kind = table_kind(L, table, &length);
    if (kind != TABLE_LIST && kind != TABLE_EMPTY) {
        return FAULT_NONE; /* a struct or a map */
    }
    for (size_t i = 1; i <= length; i++) {
        lua_rawgeti(L, table, (lua_Integer)i);
        if (depth == 0 && token_test(L, -1)) {
            lua_pop(L, 1);
            return FAULT_NONE; /* could be a whole list */
        }
        enum fault fault = find_fault(L, rules, depth + 1);
        if (fault != FAULT_NONE) {
            lua_replace(L, table);
            lua_settop(L, table);
            return fault;
        }
        lua_pop(L, 1);
    }
    return depth == 0 && !rules_accept_count(rules, length) ? FAULT_ITEMS : FAULT_NONE;
}

bool rules_accept(lua_State *L, int idx, const struct schema_rules *rules) {
    if (!lua_checkstack(L, ROOM)) {
        return true;
    }
    lua_pushvalue(L, idx);
    bool good = find_fault(L, rules, 0) == FAULT_NONE;
    lua_pop(L, 1);
    return good;
}

/* --- complaints ------------------------------------------------------------------------------------------------- */

static void push_bounds(lua_State *L, const struct schema_bounds *bounds) {
    char text[96];
    if (bounds->low == -INFINITY) {
        snprintf(text, sizeof text, "at most %.14g", bounds->high);
    } else if (bounds->high == INFINITY) {
        snprintf(text, sizeof text, "at least %.14g", bounds->low);
    } else if (bounds->low == bounds->high) {
        snprintf(text, sizeof text, "%.14g", bounds->low);
    } else {
        snprintf(text, sizeof text, "%.14g to %.14g", bounds->low, bounds->high);
    }
    lua_pushstring(L, text);
}

/* Pushes what is wrong with a value that is none of those listed, and what would be right or nil. */
static void push_values(lua_State *L, const char *value, const char *shown, const struct schema_rules *rules) {
    struct nearest search;
    luaL_Buffer buffer;
    nearest_begin(&search, value);
    luaL_buffinit(L, &buffer);
    for (size_t i = 0; i < rules->value_count; i++) {
        nearest_offer(&search, rules->values[i]);
    }
    luaL_addstring(&buffer, shown);
    if (search.best) {
        luaL_addstring(&buffer, " is not known to CloudFormation");
    } else {
        luaL_addstring(&buffer, rules->value_count == 1 ? " is not " : " is not one of ");
        for (size_t i = 0; i < rules->value_count && i < VALUES_SHOWN; i++) {
            lua_pushfstring(L, i ? ", '%s'" : "'%s'", rules->values[i]);
            luaL_addvalue(&buffer);
        }
        if (rules->value_count > VALUES_SHOWN) {
            lua_pushfstring(L, " and %d more", (int)(rules->value_count - VALUES_SHOWN));
            luaL_addvalue(&buffer);
        }
    }
    luaL_pushresult(&buffer);
    search.best ? lua_pushfstring(L, "did you mean '%s'?", search.best) : (lua_pushnil(L), NULL);
}

static void push_remedy(lua_State *L, const char *words, const struct schema_bounds *bounds) {
    push_bounds(L, bounds);
    lua_pushfstring(L, "%s %s", words, lua_tostring(L, -1));
    lua_remove(L, -2);
}

const char *rules_push_complaint(lua_State *L, int idx, const struct schema_rules *rules) {
    const char *id;
    luaL_checkstack(L, 2 * ROOM, NULL);
    lua_pushvalue(L, idx);
    enum fault fault = find_fault(L, rules, 0);
    int value = lua_gettop(L);
    size_t length = lua_type(L, value) == LUA_TTABLE ? (size_t)lua_rawlen(L, value) : 0;
    push_display(L, value);
    const char *shown = lua_tostring(L, -1);
    switch (fault) {
    case FAULT_VALUE:
        id = "W3030";
        push_values(L, luaL_tolstring(L, value, NULL), shown, rules);
        break;
    case FAULT_PATTERN:
        id = "F3031";
        if (strlen(rules->pattern) > PATTERN_SHOWN) {
            size_t end = PATTERN_SHOWN;
            while (((unsigned char)rules->pattern[end] & 0xc0) == 0x80) {
                end--; /* not inside a character */
            }
            lua_pushlstring(L, rules->pattern, end);
            lua_pushfstring(L, "%s does not match %s…", shown, lua_tostring(L, -1));
        } else {
            lua_pushfstring(L, "%s does not match %s", shown, rules->pattern);
        }
        lua_pushnil(L);
        break;
    case FAULT_FORMAT: {
        const struct format_row *format = find_format(rules->format);
        id = format->id;
        lua_pushfstring(L, "%s is no %s", shown, rules->format);
        const char *kind = strrchr(format->name, '.') + 1;
        const char *words = strcmp(kind, "Arn") == 0 ? "an ARN" : strcmp(kind, "Id") == 0 ? "an id" : "a name";
        lua_pushfstring(L, "write %s such as '%s'", words, format->example);
        break;
    }
    case FAULT_NUMBER:
        id = "F3034";
        lua_pushfstring(L, "%s is out of bounds", shown);
        push_remedy(L, "it must be", &rules->number);
        break;
    case FAULT_LENGTH: {
        const char *text = lua_tolstring(L, value, &length);
        id = "F3033";
        int count = (int)characters(text, length);
        lua_pushfstring(L, "%s has %d character%s", shown, count, count == 1 ? "" : "s");
        push_remedy(L, "there must be", &rules->length);
        break;
    }
    case FAULT_ENDED: {
        const struct schema_ended *ended = find_ended(rules, lua_tostring(L, value));
        id = is_past(ended->no_updates) ? "E2533" : is_past(ended->no_creation) ? "E2531" : "W2531";
        lua_pushfstring(L, "%s is deprecated since %s (no creation from %s, no updates from %s)", shown,
                        ended->deprecated, ended->no_creation, ended->no_updates);
        lua_pushfstring(L, "write '%s'", ended->successor);
        break;
    }
    default:
        id = "F3032";
        lua_pushfstring(L, "it has %d item%s", (int)length, length == 1 ? "" : "s");
        push_remedy(L, "there must be", &rules->items);
    }
    lua_replace(L, value + 1);
    lua_replace(L, value);
    lua_settop(L, value + 1);
    return id;
}
