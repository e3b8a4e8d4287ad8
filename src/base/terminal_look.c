/* How output is to look: see terminal_look.h. */
#include "base/terminal_look.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/terminal.h"
#include "base/unicode_rows.h"
#include "base/utf8.h"

enum { DEFAULT_COLUMNS = 80, DEFAULT_ROWS = 24, MOST_COLUMNS = 10000 };

static const char *variable(const char *name) {
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

/* ---- who reads it ---------------------------------------------------------------------------------------------- */

/* Variables that agents set for the programs that they run, with the word to be found in the value, if any will not do;
 * from aws-cdk 2.1148.1. */
static const struct {
    const char *variable, *word;
} agents[] = {
    {"CLAUDECODE", NULL},
    {"CODEX_THREAD_ID", NULL},
    {"CODEX_SANDBOX", NULL},
    {"CODEX_CI", NULL},
    {"CURSOR_AGENT", NULL},
    {"VSCODE_AGENT", NULL},
    {"CLINE_ACTIVE", NULL},
    {"GEMINI_CLI", NULL},
    {"OPENCODE", NULL},
    {"COPILOT_CLI", NULL},
    {"AUGMENT_AGENT", NULL},
    {"QWEN_CODE", NULL},
    {"AI_AGENT", NULL},
    {"AWS_EXECUTION_ENV", "amazonq"},
    {"AWS_EXECUTION_ENV", "kiro"},
    {"AGENT", NULL},
};

bool terminal_in_ci(void) {
    const char *ci = getenv("CI");
    return ci && strcmp(ci, "false") != 0 && strcmp(ci, "0") != 0;
}

bool terminal_under_agent(void) {
    for (size_t i = 0; i < sizeof agents / sizeof *agents; i++) {
        const char *value = variable(agents[i].variable);
        if (value && (!agents[i].word || strcasestr(value, agents[i].word))) {
            return true;
        }
    }
    return false;
}

/* ---- the stream ------------------------------------------------------------------------------------------------ */

bool terminal_is_dumb(void) {
    const char *name = variable("TERM");
    return !name || strcmp(name, "dumb") == 0;
}

bool terminal_locale_is_utf8(void) {
    const char *name = variable("LC_ALL"); /* the name will do: the system may lack the locale, as images do */
    name = name ? name : variable("LC_CTYPE");
    name = name ? name : variable("LANG");
    return name && (strcasestr(name, "utf-8") || strcasestr(name, "utf8"));
}

static bool wants_colour(bool watched) {
    const char *forced = getenv("FORCE_COLOR"), *always = variable("CLICOLOR_FORCE"), *usual = variable("CLICOLOR");
    if (variable("NO_COLOR")) {
        return false;
    }
    if (forced) {
        return strcmp(forced, "0") != 0 && strcmp(forced, "false") != 0;
    }
    if (always && strcmp(always, "0") != 0) {
        return true;
    }
    return watched && !terminal_is_dumb() && !(usual && strcmp(usual, "0") == 0);
}

static struct terminal_look kept;
static bool is_kept;

void terminal_keep_look(void) {
    kept = terminal_look(STDOUT_FILENO);
    is_kept = true;
}

struct terminal_look terminal_look(int fd) {
    if (is_kept && fd == STDOUT_FILENO) {
        return kept;
    }
    struct terminal_look look = {.is_terminal = isatty(fd), .unicode = true};
    look.brief = terminal_in_ci() || terminal_under_agent();
    look.watched = look.is_terminal && !look.brief;
    look.colour = wants_colour(look.watched);
    if (look.is_terminal) {
        look.unicode = terminal_locale_is_utf8(); /* files and pipes are UTF-8 for everyone */
        look.width = terminal_columns(fd);
    }
    return look;
}

int terminal_screen_columns(int fd) {
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int terminal_columns(int fd) {
    const char *text = variable("COLUMNS");
    char *end = NULL;
    long columns = text ? strtol(text, &end, 10) : 0;
    if (columns <= 0 || *end) {
        columns = terminal_screen_columns(fd);
    }
    return columns <= 0 ? DEFAULT_COLUMNS : columns > MOST_COLUMNS ? MOST_COLUMNS : (int)columns;
}

int terminal_rows(int fd) {
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : DEFAULT_ROWS;
}

/* ---- text ------------------------------------------------------------------------------------------------------ */

/* Walks over the text until it takes more than `most` columns. Returns the columns, and the bytes in *bytes. */
static size_t measure(const char *text, size_t length, size_t most, size_t *bytes) {
    size_t columns = 0, at = 0;
    while (at < length) {
        size_t size = 1, width = 1;
        if ((unsigned char)text[at] >= 0x80) {
            uint32_t code_point;
            size = utf8_decode(text + at, length - at, &code_point, NULL);
            width = (size_t)unicode_columns(code_point);
        } else if (text[at] == '\033' && terminal_colour_length(text + at, length - at) > 0) {
            size = terminal_colour_length(text + at, length - at);
            width = 0;
        }
        if (columns + width > most) {
            break;
        }
        columns += width;
        at += size;
    }
    *bytes = at;
    return columns;
}

size_t terminal_text_columns(const char *text, size_t length) {
    size_t bytes;
    return measure(text, length, SIZE_MAX / 2, &bytes);
}

size_t terminal_text_prefix(const char *text, size_t length, size_t columns) {
    size_t bytes;
    measure(text, length, columns, &bytes);
    return bytes;
}
