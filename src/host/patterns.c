/* Pattern matching with bounded work: see patterns.h. */
#include "host/patterns.h"

#include "host/limits.h"

#include <ctype.h>
#include <lauxlib.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

enum {
    MAX_CAPTURES = 32,
    MAX_DEPTH = 200,       /* nested calls, which depend on the pattern, not on the subject */
    STEPS = 4096,          /* between two checks … */
    STEPS_COST = STEPS / 4 /* … which count as this many instructions */
};

enum { UNFINISHED = -1, POSITION = -2 }; /* lengths of captures that have none */

struct matcher {
    lua_State *L;
    const char *subject, *end;
    const char *pattern_end;
    int depth;
    unsigned steps;
    bool stopped; /* a limit was reached: nothing matches any more */
    int count;
    struct {
        const char *start;
        ptrdiff_t length;
    } captures[MAX_CAPTURES];
};

static const char *match(struct matcher *m, const char *s, const char *p);

/* False once a limit is reached. */
static bool step(struct matcher *m) {
    if (++m->steps % STEPS == 0 && !limits_take(m->L, STEPS_COST)) {
        m->stopped = true;
    }
    return !m->stopped;
}

/* ---- one character --------------------------------------------------------------------------------------------- */

static bool in_class(int c, int class) {
    bool found;
    switch (tolower(class)) {
    case 'a':
        found = isalpha(c);
        break;
    case 'c':
        found = iscntrl(c);
        break;
    case 'd':
        found = isdigit(c);
        break;
    case 'g':
        found = isgraph(c);
        break;
    case 'l':
        found = islower(c);
        break;
    case 'p':
        found = ispunct(c);
        break;
    case 's':
        found = isspace(c);
        break;
    case 'u':
        found = isupper(c);
        break;
    case 'w':
        found = isalnum(c);
        break;
    case 'x':
        found = isxdigit(c);
        break;
    case 'z':
        found = c == 0;
        break;
    default:
        return class == c;
    }
    return isupper(class) ? !found : found;
}

/* After the item for one character (a letter, a class, a set) at p. */
static const char *item_end(const struct matcher *m, const char *p) {
    if (*p == '%') {
        if (p + 1 == m->pattern_end) {
            luaL_error(m->L, "malformed pattern (ends with '%%')");
        }
        return p + 2;
    }
    if (*p != '[') {
        return p + 1;
    }
    p += p + 1 < m->pattern_end && p[1] == '^' ? 2 : 1;
    for (bool first = true;; first = false) { /* a bracket that comes first is a literal */
        if (p >= m->pattern_end) {
            luaL_error(m->L, "malformed pattern (missing ']')");
        }
        if (*p == ']' && !first) {
            return p + 1;
        }
        p += *p == '%' ? 2 : 1;
    }
}

/* `p` is at the opening bracket of the set, `end` after the closing one. */
static bool in_set(struct matcher *m, int c, const char *p, const char *end) {
    const char *last = end - 1;
    bool wanted = true;
    p++;
    if (*p == '^') {
        wanted = false;
        p++;
    }
    while (p < last && step(m)) {
        if (*p == '%') {
            if (in_class(c, (unsigned char)p[1])) {
                return wanted;
            }
            p += 2;
        } else if (p + 2 < last && p[1] == '-') {
            if ((unsigned char)p[0] <= c && c <= (unsigned char)p[2]) {
                return wanted;
            }
            p += 3;
        } else {
            if ((unsigned char)*p == c) {
                return wanted;
            }
            p++;
        }
    }
    return !wanted;
}

static bool is_item(struct matcher *m, const char *s, const char *p, const char *end) {
    if (s >= m->end || !step(m)) {
        return false;
    }
    int c = (unsigned char)*s;
    switch (*p) {
    case '.':
        return true;
    case '%':
        return in_class(c, (unsigned char)p[1]);
    case '[':
        return in_set(m, c, p, end);
    default:
        return (unsigned char)*p == c;
    }
}

/* ---- items with more to them ----------------------------------------------------------------------------------- */

static const char *match_most(struct matcher *m, const char *s, const char *p, const char *end) {
    ptrdiff_t count = 0;
    while (is_item(m, s + count, p, end)) {
        count++;
    }
    for (; count >= 0 && !m->stopped; count--) {
        const char *found = match(m, s + count, end + 1);
        if (found) {
            return found;
        }
    }
    return NULL;
}

static const char *match_least(struct matcher *m, const char *s, const char *p, const char *end) {
    for (;; s++) {
        const char *found = match(m, s, end + 1);
        if (found) {
            return found;
        }
        if (m->stopped || !is_item(m, s, p, end)) {
            return NULL;
        }
    }
}

static const char *open_capture(struct matcher *m, const char *s, const char *p, ptrdiff_t length) {
    if (m->count >= MAX_CAPTURES) {
        luaL_error(m->L, "too many captures");
    }
    m->captures[m->count].start = s;
    m->captures[m->count].length = length;
    m->count++;
    const char *found = match(m, s, p);
    m->count -= found ? 0 : 1;
    return found;
}

static const char *close_capture(struct matcher *m, const char *s, const char *p) {
    int open = m->count - 1;
    while (open >= 0 && m->captures[open].length != UNFINISHED) {
        open--;
    }
    if (open < 0) {
        luaL_error(m->L, "invalid pattern capture");
        return NULL;
    }
    m->captures[open].length = s - m->captures[open].start;
    const char *found = match(m, s, p);
    if (!found) {
        m->captures[open].length = UNFINISHED;
    }
    return found;
}

/* Matches the text of an earlier capture. */
static const char *match_again(struct matcher *m, const char *s, int digit) {
    int index = digit - '1';
    if (index < 0 || index >= m->count || m->captures[index].length == UNFINISHED) {
        luaL_error(m->L, "invalid capture index %%%d", index + 1);
        return NULL;
    }
    ptrdiff_t length = m->captures[index].length;
    if (length == POSITION) {
        return NULL;
    }
    m->steps += (unsigned)(length / STEPS) * (STEPS - 1);
    return m->end - s >= length && memcmp(m->captures[index].start, s, (size_t)length) == 0 ? s + length : NULL;
}

/* %bxy; `p` is at x. */
static const char *match_balanced(struct matcher *m, const char *s, const char *p) {
    if (m->pattern_end - p < 2) {
        luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
    }
    if (s >= m->end || *s != *p) {
        return NULL;
    }
    size_t depth = 1;
    while (++s < m->end && step(m)) {
        if (*s == p[1]) {
            if (--depth == 0) {
                return s + 1;
            }
        } else if (*s == p[0]) {
            depth++;
        }
    }
    return NULL;
}

/* %f[set]: the position where the set begins; `p` is at the bracket. */
static bool is_frontier(struct matcher *m, const char *s, const char *p, const char *end) {
    int before = s == m->subject ? 0 : (unsigned char)s[-1];
    int here = s == m->end ? 0 : (unsigned char)*s;
    return !in_set(m, before, p, end) && in_set(m, here, p, end);
}

/* ---- the pattern ----------------------------------------------------------------------------------------------- */

/* The end of a match of the rest of the pattern, from p, that begins at s; NULL if there is none. */
static const char *match(struct matcher *m, const char *s, const char *p) {
    if (m->depth++ >= MAX_DEPTH) {
        luaL_error(m->L, "pattern too complex");
    }
    const char *end;
    while (s && p < m->pattern_end) {
        if (!step(m)) {
            s = NULL;
        } else if (*p == '(') {
            bool empty = p + 1 < m->pattern_end && p[1] == ')';
            s = empty ? open_capture(m, s, p + 2, POSITION) : open_capture(m, s, p + 1, UNFINISHED);
            break;
        } else if (*p == ')') {
            s = close_capture(m, s, p + 1);
            break;
        } else if (*p == '$' && p + 1 == m->pattern_end) {
            s = s == m->end ? s : NULL;
            break;
        } else if (*p == '%' && p + 1 < m->pattern_end && p[1] == 'b') {
            s = match_balanced(m, s, p + 2);
            p += 4;
        } else if (*p == '%' && p + 1 < m->pattern_end && p[1] == 'f') {
            p += 2;
            if (p >= m->pattern_end || *p != '[') {
                luaL_error(m->L, "missing '[' after '%%f' in pattern");
            }
            end = item_end(m, p);
            s = is_frontier(m, s, p, end) ? s : NULL;
            p = end;
        } else if (*p == '%' && p + 1 < m->pattern_end && isdigit((unsigned char)p[1])) {
            s = match_again(m, s, p[1]);
            p += 2;
        } else {
            end = item_end(m, p);
            char suffix = '\0';
            if (end < m->pattern_end) {
                suffix = *end;
            }
            if (suffix == '*' || suffix == '+') {
                bool needed = suffix == '+';
                s = needed && !is_item(m, s, p, end) ? NULL : match_most(m, s + needed, p, end);
                break;
            }
            if (suffix == '-') {
                s = match_least(m, s, p, end);
                break;
            }
            if (suffix == '?') {
                const char *found = is_item(m, s, p, end) ? match(m, s + 1, end + 1) : NULL;
                if (found) {
                    s = found;
                    break;
                }
                p = end + 1;
            } else {
                s = is_item(m, s, p, end) ? s + 1 : NULL;
                p = end;
            }
        }
    }
    m->depth--;
    return m->stopped ? NULL : s;
}

/* A match that begins at `s`, with new captures; raises if a limit is reached on the way. */
static const char *match_at(struct matcher *m, const char *s, const char *p) {
    m->depth = 0;
    m->count = 0;
    const char *end = match(m, s, p);
    if (m->stopped) {
        limits_raise(m->L);
    }
    return end;
}

/* ---- captures -------------------------------------------------------------------------------------------------- */

/* Pushes capture `i`, from 0; if the pattern has no captures, the first is the whole match. */
static void push_capture(struct matcher *m, int i, const char *start, const char *end) {
    if (i >= m->count) {
        if (i != 0) {
            luaL_error(m->L, "invalid capture index %%%d", i + 1);
        }
        lua_pushlstring(m->L, start, (size_t)(end - start));
    } else if (m->captures[i].length == POSITION) {
        lua_pushinteger(m->L, m->captures[i].start - m->subject + 1);
    } else if (m->captures[i].length == UNFINISHED) {
        luaL_error(m->L, "unfinished capture");
    } else {
        lua_pushlstring(m->L, m->captures[i].start, (size_t)m->captures[i].length);
    }
}

/* Pushes all captures; the whole match is included only if `whole`. Returns their number. */
static int push_captures(struct matcher *m, const char *start, const char *end, bool whole) {
    int count = m->count == 0 && whole ? 1 : m->count;
    luaL_checkstack(m->L, count, "too many captures");
    for (int i = 0; i < count; i++) {
        push_capture(m, i, start, end);
    }
    return count;
}

/* ---- the functions --------------------------------------------------------------------------------------------- */

/* The offset that argument `arg` gives, 1 if absent; beyond the end it is length + 1. */
static size_t start_offset(lua_State *L, int arg, size_t length) {
    lua_Integer start = luaL_optinteger(L, arg, 1);
    if (start > 0) {
        return (size_t)start - 1 > length ? length + 1 : (size_t)start - 1;
    }
    return start == 0 || start < -(lua_Integer)length ? 0 : length - (size_t)-start;
}

static bool is_plain(const char *pattern, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (pattern[i] && strchr("^$*+?.([%-", pattern[i])) {
            return false;
        }
    }
    return true;
}

static int search(lua_State *L, bool find) {
    size_t length, pattern_length;
    const char *subject = luaL_checklstring(L, 1, &length);
    const char *pattern = luaL_checklstring(L, 2, &pattern_length);
    size_t start = start_offset(L, 3, length);
    if (start > length) {
        lua_pushnil(L);
        return 1;
    }
    if (find && (lua_toboolean(L, 4) || is_plain(pattern, pattern_length))) {
        limits_charge(L, (long long)((length - start) / 16));
        const char *found = memmem(subject + start, length - start, pattern, pattern_length);
        if (!found) {
            lua_pushnil(L);
            return 1;
        }
        lua_pushinteger(L, found - subject + 1);
        lua_pushinteger(L, found - subject + (lua_Integer)pattern_length);
        return 2;
    }
    struct matcher m = {.L = L, .subject = subject, .end = subject + length, .pattern_end = pattern + pattern_length};
    bool anchored = pattern_length > 0 && *pattern == '^';
    const char *s = subject + start;
    do {
        const char *end = match_at(&m, s, pattern + anchored);
        if (end && find) {
            lua_pushinteger(L, s - subject + 1);
            lua_pushinteger(L, end - subject);
            return 2 + push_captures(&m, s, end, false);
        }
        if (end) {
            return push_captures(&m, s, end, true);
        }
    } while (s++ < m.end && !anchored);
    lua_pushnil(L);
    return 1;
}

static int l_find(lua_State *L) { return search(L, true); }

static int l_match(lua_State *L) { return search(L, false); }

struct iterator {
    size_t at;
    size_t last; /* end of the last match, + 1; 0: there was none */
};

/* Upvalues: subject, pattern, the iterator. */
static int l_gmatch_next(lua_State *L) {
    size_t length, pattern_length;
    const char *subject = lua_tolstring(L, lua_upvalueindex(1), &length);
    const char *pattern = lua_tolstring(L, lua_upvalueindex(2), &pattern_length);
    struct iterator *iterator = lua_touserdata(L, lua_upvalueindex(3));
    struct matcher m = {.L = L, .subject = subject, .end = subject + length, .pattern_end = pattern + pattern_length};
    for (; iterator->at <= length; iterator->at++) {
        const char *s = subject + iterator->at;
        const char *end = match_at(&m, s, pattern);
        if (end && (size_t)(end - subject) + 1 != iterator->last) {
            iterator->at = (size_t)(end - subject);
            iterator->last = iterator->at + 1;
            return push_captures(&m, s, end, true);
        }
    }
    return 0;
}

static int l_gmatch(lua_State *L) {
    size_t length;
    luaL_checklstring(L, 1, &length);
    luaL_checkstring(L, 2);
    size_t start = start_offset(L, 3, length);
    lua_settop(L, 2);
    struct iterator *iterator = lua_newuserdatauv(L, sizeof *iterator, 0);
    *iterator = (struct iterator){start, 0};
    lua_pushcclosure(L, l_gmatch_next, 3);
    return 1;
}

/* Adds the replacement string of argument 3, with its captures filled in. */
static void add_text(struct matcher *m, luaL_Buffer *out, const char *start, const char *end) {
    size_t length;
    const char *text = lua_tolstring(m->L, 3, &length);
    for (const char *stop = text + length; text < stop; text++) {
        if (*text != '%') {
            luaL_addchar(out, *text);
            continue;
        }
        text++;
        int c = text < stop ? (unsigned char)*text : 0;
        if (c == '%') {
            luaL_addchar(out, '%');
        } else if (c == '0') {
            luaL_addlstring(out, start, (size_t)(end - start));
        } else if (isdigit(c)) {
            push_capture(m, c - '1', start, end);
            luaL_tolstring(m->L, -1, NULL);
            lua_remove(m->L, -2);
            luaL_addvalue(out);
        } else {
            luaL_error(m->L, "invalid use of '%%' in replacement string");
        }
    }
}

/* Adds the replacement of the match; returns whether it differs from the match. */
static bool add_replacement(struct matcher *m, luaL_Buffer *out, const char *start, const char *end, int type) {
    lua_State *L = m->L;
    if (type == LUA_TSTRING || type == LUA_TNUMBER) {
        add_text(m, out, start, end);
        return true;
    }
    if (type == LUA_TFUNCTION) {
        lua_pushvalue(L, 3);
        lua_call(L, push_captures(m, start, end, true), 1);
    } else {
        push_capture(m, 0, start, end);
        lua_gettable(L, 3);
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(out, start, (size_t)(end - start));
        return false;
    }
    if (!lua_isstring(L, -1)) {
        luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    }
    luaL_addvalue(out);
    return true;
}

static int l_gsub(lua_State *L) {
    size_t length, pattern_length;
    const char *subject = luaL_checklstring(L, 1, &length);
    const char *pattern = luaL_checklstring(L, 2, &pattern_length);
    int type = lua_type(L, 3);
    luaL_argexpected(L, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE, 3,
                     "string/function/table");
    lua_Integer most = luaL_optinteger(L, 4, LLONG_MAX), count = 0;
    struct matcher m = {.L = L, .subject = subject, .end = subject + length, .pattern_end = pattern + pattern_length};
    bool anchored = pattern_length > 0 && *pattern == '^', changed = false;
    const char *s = subject, *last = NULL;
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    while (count < most) {
        const char *end = match_at(&m, s, pattern + anchored);
        if (end && end != last) {
            count++;
            changed = add_replacement(&m, &out, s, end, type) || changed;
            s = last = end;
        } else if (s < m.end) {
            luaL_addchar(&out, *s);
            s++;
        } else {
            break;
        }
        if (anchored) {
            break;
        }
    }
    if (changed) {
        luaL_addlstring(&out, s, (size_t)(m.end - s));
        luaL_pushresult(&out);
    } else {
        lua_pushvalue(L, 1);
    }
    lua_pushinteger(L, count);
    return 2;
}

void patterns_open(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"find", l_find}, {"match", l_match}, {"gmatch", l_gmatch}, {"gsub", l_gsub}, {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
