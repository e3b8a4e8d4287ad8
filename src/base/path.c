/* Paths as text: see path.h. */
#include "base/path.h"

#include <string.h>
#include <unistd.h>

bool path_is_absolute(const char *path) { return path[0] == '/'; }

/* Writes the normalised components of `path` to `out`, without leading or trailing slash; returns the length. `out` has
 * at least strlen(path) + 1 bytes. With `climb`, leading `..` stay; without it (absolute paths) they vanish. */
static size_t normalize_into(char *out, const char *path, bool climb) {
    size_t length = 0;
    size_t floor = 0; /* everything before this is made of `..` and cannot be removed */
    while (*path != '\0') {
        size_t n = strcspn(path, "/");
        if (n == 2 && path[0] == '.' && path[1] == '.') {
            if (length > floor) {
                while (length > floor && out[length - 1] != '/') {
                    length--;
                }
                if (length > 0) {
                    length--;
                }
                if (length < floor) {
                    length = floor;
                }
            } else if (climb) {
                if (length > 0) {
                    out[length++] = '/';
                }
                out[length++] = '.';
                out[length++] = '.';
                floor = length;
            }
        } else if (n > 0 && !(n == 1 && path[0] == '.')) {
            if (length > 0) {
                out[length++] = '/';
            }
            memmove(out + length, path, n);
            length += n;
        }
        path += n;
        if (*path == '/') {
            path++;
        }
    }
    out[length] = '\0';
    return length;
}

char *path_normalize(struct arena *a, const char *path) {
    size_t n = strlen(path);
    char *out = arena_alloc(a, n + 3);
    if (n == 0) {
        return strcpy(out, ".");
    }
    bool absolute = path[0] == '/';
    bool trailing = path[n - 1] == '/';
    size_t start = absolute ? 1 : 0;
    out[0] = '/';
    size_t length = start + normalize_into(out + start, path, !absolute);
    if (length == start) {
        if (!absolute) {
            strcpy(out, trailing ? "./" : ".");
        }
        return out;
    }
    if (trailing) {
        out[length++] = '/';
        out[length] = '\0';
    }
    return out;
}

char *path_join(struct arena *a, const char *first, const char *second) {
    size_t n = strlen(first), m = strlen(second);
    if (n == 0 || m == 0) {
        return path_normalize(a, n == 0 ? second : first);
    }
    char *both = arena_alloc(a, n + m + 2);
    memcpy(both, first, n);
    both[n] = '/';
    memcpy(both + n + 1, second, m + 1);
    return path_normalize(a, both);
}

char *path_cwd(struct arena *a) {
    size_t size = 256;
    for (;;) {
        char *buffer = arena_alloc(a, size);
        if (getcwd(buffer, size) != NULL) {
            return buffer;
        }
        if (size > 1024 * 1024) {
            return arena_strdup(a, "/"); /* the current directory was removed: any absolute path will do */
        }
        size *= 2;
    }
}

char *path_resolve(struct arena *a, const char *base, const char *path) {
    const char *parts[3];
    int count = 0;
    if (!path_is_absolute(path)) {
        if (base == NULL || !path_is_absolute(base)) {
            parts[count++] = path_cwd(a);
        }
        if (base != NULL && base[0] != '\0') {
            parts[count++] = base;
        }
    }
    parts[count++] = path;
    size_t total = 1;
    for (int i = 0; i < count; i++) {
        total += strlen(parts[i]) + 1;
    }
    char *joined = arena_alloc(a, total + 1);
    char *end = joined;
    for (int i = 0; i < count; i++) {
        *end++ = '/';
        end = stpcpy(end, parts[i]);
    }
    char *out = arena_alloc(a, total + 2);
    out[0] = '/';
    normalize_into(out + 1, joined, false);
    return out;
}

char *path_relative(struct arena *a, const char *from, const char *to) {
    from = path_resolve(a, NULL, from) + 1;
    to = path_resolve(a, NULL, to) + 1;
    size_t common = 0; /* length of the common components, with the slash after them */
    size_t i = 0;
    for (;; i++) {
        bool from_ends = from[i] == '\0' || from[i] == '/';
        bool to_ends = to[i] == '\0' || to[i] == '/';
        if (from_ends && to_ends) {
            common = i;
            if (from[i] == '\0' || to[i] == '\0') {
                break;
            }
        } else if (from[i] != to[i]) {
            break;
        }
    }
    const char *rest_from = from + common;
    const char *rest_to = to + common;
    rest_from += *rest_from == '/';
    rest_to += *rest_to == '/';
    size_t ups = 0;
    for (const char *p = rest_from; *p != '\0'; p++) {
        ups += p == rest_from || p[-1] == '/';
    }
    char *out = arena_alloc(a, 3 * ups + strlen(rest_to) + 1);
    char *end = out;
    for (size_t k = 0; k < ups; k++) {
        end = stpcpy(end, k == 0 ? ".." : "/..");
    }
    if (*rest_to != '\0') {
        if (ups > 0) {
            *end++ = '/';
        }
        end = stpcpy(end, rest_to);
    }
    *end = '\0';
    return out;
}

/* Length of `path` without trailing slashes; at least 1 for the root. */
static size_t trimmed(const char *path) {
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/') {
        n--;
    }
    return n;
}

char *path_dirname(struct arena *a, const char *path) {
    size_t n = trimmed(path);
    if (n == 1 && path[0] == '/') {
        return arena_strdup(a, "/");
    }
    while (n > 0 && path[n - 1] != '/') {
        n--;
    }
    if (n == 0) {
        return arena_strdup(a, ".");
    }
    if (n == 2 && path[0] == '/') {
        return arena_strdup(a, "//"); /* as in Node: the directory of "//a" is "//" */
    }
    return arena_strndup(a, path, n > 1 ? n - 1 : 1);
}

char *path_basename(struct arena *a, const char *path) {
    size_t n = trimmed(path);
    if (n == 1 && path[0] == '/') {
        return arena_strdup(a, "");
    }
    size_t start = n;
    while (start > 0 && path[start - 1] != '/') {
        start--;
    }
    return arena_strndup(a, path + start, n - start);
}

char *path_extname(struct arena *a, const char *path) {
    char *name = path_basename(a, path);
    char *dot = strrchr(name, '.');
    if (dot == NULL || dot == name || strcmp(name, "..") == 0) {
        return arena_strdup(a, "");
    }
    return dot;
}

bool path_is_within(const char *root, const char *path) {
    size_t n = strlen(root);
    if (strncmp(path, root, n) != 0) {
        return false;
    }
    return path[n] == '\0' || path[n] == '/' || (n > 0 && root[n - 1] == '/');
}
