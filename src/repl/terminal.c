/* The terminal: see terminal.h. */
#include "repl/terminal.h"

#include "base/arena.h"
#include "base/interrupt.h"
#include "base/terminal.h"
#include "base/terminal_look.h"
#include "base/utf8.h"
#include "repl/signals.h"

#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

enum { HISTORY_SIZE = 5000 };

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define PASTE_END "\033[201~"
/* Clears the line, which begins in this row, and all below. Column 1 goes last: whoever clears a whole screen from its
 * first character on makes tmux keep a copy of it among the lines that have scrolled away. */
#define LINE_AWAY "\r\033[C\033[J\r\033[K"

enum { CTRL_C = 3, CTRL_D = 4, CTRL_Z = 26, NEXT_PASTED = 0x1e };

struct terminal {
    bool input_is_terminal, output_is_terminal, unicode;
    EditLine *editor; /* NULL: plain reading */
    HistoryW *history;
    const char *prompt;
    bool interrupted;
    bool ahead;    /* the next key was typed before the line began, while the terminal was still in its normal mode */
    int looked_at; /* a byte that was read in advance, or -1 */
    int columns;   /* of the screen that shows the line */
    struct strbuf pasted; /* the pasted text that has not been used yet */
    size_t taken;
    bool taking; /* the next key will take another pasted line */
    complete_function *complete;
    void *complete_context;
};

/* ---- what it can do -------------------------------------------------------------------------------------------- */

static bool is_set(const char *variable) {
    const char *value = getenv(variable);
    return value && *value;
}

/* Sets the locale only for characters, so that numbers stay as Lua reads them. Of the UTF-8 locales the built-in one
 * will do, which no system lacks. */
static bool use_unicode(void) {
    bool unicode = terminal_locale_is_utf8();
    setlocale(LC_CTYPE, unicode ? "C.UTF-8" : "");
    return unicode;
}

bool terminal_is_interactive(const struct terminal *terminal) { return terminal->input_is_terminal; }

/* The columns in which libedit shows the line. */
static int screen_columns(void) {
    int columns = terminal_screen_columns(STDOUT_FILENO);
    return columns > 0 ? columns : terminal_columns(STDOUT_FILENO);
}

/* ---- wide characters, which are what libedit edits -------------------------------------------------------------- */

/* Without UTF-8 a character is a byte. */
static wchar_t *widen(const struct terminal *t, const char *text, size_t length) {
    wchar_t *wide = mem_alloc((length + 1) * sizeof *wide);
    size_t count = 0;
    for (size_t i = 0; i < length;) {
        uint32_t point = (unsigned char)text[i];
        i += t->unicode ? utf8_decode(text + i, length - i, &point, NULL) : 1;
        wide[count++] = (wchar_t)point;
    }
    wide[count] = L'\0';
    return wide;
}

static void narrow(const struct terminal *t, const wchar_t *wide, size_t length, struct strbuf *out) {
    for (size_t i = 0; i < length; i++) {
        if (t->unicode) {
            char bytes[4];
            strbuf_add(out, bytes, utf8_encode((uint32_t)wide[i], bytes));
        } else {
            strbuf_addch(out, (char)wide[i]);
        }
    }
}

/* ---- keys ------------------------------------------------------------------------------------------------------ */

static struct terminal *terminal_of(EditLine *editor) {
    void *terminal = NULL;
    el_wget(editor, EL_CLIENTDATA, &terminal);
    return terminal;
}

/* The width of a character in columns. */
static int width_of(wchar_t character) {
    int width = wcwidth(character);
    return width < 0 ? 2 : width; /* a control character is shown as ^A */
}

/* Where the cursor is: how many rows of `columns` below the row where the prompt begins, and in which column. */
struct place {
    int row, column;
};

static struct place place_of_cursor(const struct terminal *t, const LineInfoW *line, int columns) {
    int row = 0, column = 0;
    wchar_t *prompt = widen(t, t->prompt, strlen(t->prompt));
    bool hidden = false;
    for (const wchar_t *c = prompt; *c; c++) {
        hidden = *c == L'\1' ? !hidden : hidden;
        column += *c == L'\1' || hidden ? 0 : width_of(*c);
    }
    free(prompt);
    for (const wchar_t *c = line->buffer; c < line->cursor; c++) {
        if (*c == L'\n') {
            row += column / columns + 1;
            column = 0;
        } else {
            column += *c == L'\t' ? 8 - column % 8 : width_of(*c);
        }
    }
    return (struct place){.row = row + column / columns, .column = column % columns};
}

/* The row of the cursor after the terminal wrapped the line again. Behind a line that now just fills its rows, the
 * cursor stays in the last of them; if the line did so before, libedit has put a space into the next row. */
static int row_after_wrapping(const struct terminal *t, const LineInfoW *line, int columns) {
    struct place now = place_of_cursor(t, line, columns);
    bool stays = now.row > 0 && now.column == 0 && line->cursor == line->lastchar &&
                 place_of_cursor(t, line, t->columns).column != 0;
    return now.row - stays;
}

/* The window has another size: clears the line and shows it again. Terminals wrap lines that are too long for the
 * screen again, as they do with all text; only xterm leaves them. */
static void show_resized(EditLine *editor) {
    struct terminal *t = terminal_of(editor);
    int columns = screen_columns();
    const LineInfoW *line = el_wline(editor);
    int rows =
        is_set("XTERM_VERSION") ? place_of_cursor(t, line, t->columns).row : row_after_wrapping(t, line, columns);
    t->columns = columns;
    el_resize(editor);
    if (rows > 0) {
        fprintf(stdout, "\033[%dA", rows);
    }
    fputs(LINE_AWAY, stdout);
    el_wset(editor, EL_REFRESH);
}

/* Reads one byte from the terminal; 0 at its end or if a signal ends the session, -1 if Ctrl-C came as a signal. */
static int read_byte(EditLine *editor, unsigned char *byte) {
    struct terminal *t = terminal_of(editor);
    if (t->looked_at >= 0) {
        *byte = (unsigned char)t->looked_at;
        t->looked_at = -1;
        return 1;
    }
    for (;;) {
        if (signals_wait_for_input(STDIN_FILENO)) {
            ssize_t got = read(STDIN_FILENO, byte, 1);
            if (got >= 0) {
                return (int)got;
            }
            if (errno != EINTR && errno != EAGAIN) {
                return 0;
            }
        }
        if (signals_ending()) {
            return 0;
        }
        if (signals_take_interrupt()) {
            return -1;
        }
        if (signals_take_resize()) {
            show_resized(editor);
        }
    }
}

/* For an end by force while the terminal is in our mode. */
static struct termios settings_before;

static void give_terminal_back(void) {
    signal(SIGTTOU, SIG_IGN);
    tcsetattr(STDIN_FILENO, TCSANOW, &settings_before);
    ssize_t ignored = write(STDOUT_FILENO, PASTE_OFF, sizeof PASTE_OFF - 1);
    (void)ignored;
}

/* Puts the terminal into our mode before the prompt is shown, so that everything typed from then on is for libedit.
 * Ctrl-C, Ctrl-Z and Ctrl-\ are then ordinary keys; libedit has a setting for that too, but forgets it. */
static void take_terminal(EditLine *editor) {
    struct termios settings;
    if (!interrupt_on_end(give_terminal_back)) {
        tcgetattr(STDIN_FILENO, &settings_before);
    }
    el_wset(editor, EL_PREP_TERM, 1);
    if (tcgetattr(STDIN_FILENO, &settings) == 0) {
        settings.c_cc[VINTR] = settings.c_cc[VSUSP] = settings.c_cc[VQUIT] = _POSIX_VDISABLE;
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings);
    }
}

/* EL_GETCFN: returns 1 with a character, 0 at the end. */
static int read_key(EditLine *editor, wchar_t *key) {
    struct terminal *t = terminal_of(editor);
    if (t->taking) {
        t->taking = false;
        *key = NEXT_PASTED;
        return 1;
    }
    unsigned char byte;
    int got = read_byte(editor, &byte);
    if (got <= 0) {
        *key = CTRL_C;
        return got < 0;
    }
    *key = byte;
    if (t->ahead && byte == 0) {
        *key = CTRL_D; /* what the system makes of it */
    }
    t->ahead = false;
    if (!t->unicode || byte < 0x80) {
        return 1;
    }
    char bytes[4] = {(char)byte};
    size_t length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2, count = 1;
    while (count < length && read_byte(editor, &byte) > 0) {
        bytes[count++] = (char)byte;
    }
    uint32_t point;
    utf8_decode(bytes, count, &point, NULL);
    *key = (wchar_t)point;
    return 1;
}

/* Ctrl-C: drops the line. */
static unsigned char on_interrupt(EditLine *editor, int key) {
    (void)key;
    terminal_of(editor)->interrupted = true;
    return CC_EOF;
}

/* Ctrl-Z: returns the terminal to the shell, and later comes back to the same line. */
static unsigned char on_suspend(EditLine *editor, int key) {
    (void)key;
    el_wset(editor, EL_PREP_TERM, 0);
    fputs(PASTE_OFF "\n", stdout);
    fflush(stdout);
    raise(SIGTSTP);
    fputs(PASTE_ON, stdout);
    fflush(stdout);
    take_terminal(editor);
    el_wset(editor, EL_REFRESH);
    return CC_NORM;
}

/* Ctrl-D: ends the session on an empty line, else deletes what is under the cursor. */
static unsigned char on_end(EditLine *editor, int key) {
    (void)key;
    const LineInfoW *line = el_wline(editor);
    if (line->lastchar == line->buffer) {
        return CC_EOF;
    }
    if (line->cursor == line->lastchar) {
        return CC_ERROR;
    }
    el_cursor(editor, 1);
    el_wdeletestr(editor, 1);
    return CC_REFRESH;
}

/* Puts the next pasted line into the line being edited; then presses Enter if more was pasted after it. */
static unsigned char on_next_pasted(EditLine *editor, int key) {
    (void)key;
    struct terminal *t = terminal_of(editor);
    size_t left = t->pasted.length - t->taken;
    if (left == 0) {
        return CC_NORM;
    }
    const char *from = t->pasted.data + t->taken;
    const char *newline = memchr(from, '\n', left);
    size_t length = newline ? (size_t)(newline - from) : left;
    wchar_t *wide = widen(t, from, length);
    if (*wide) {
        el_winsertstr(editor, wide);
    }
    free(wide);
    t->taken += length;
    if (newline) {
        t->taken++;
        el_wpush(editor, L"\n");
    }
    return CC_REFRESH;
}

/* A paste begins (ESC [ 200 ~): reads all of it at once. */
static unsigned char on_paste(EditLine *editor, int key) {
    struct terminal *t = terminal_of(editor);
    strbuf_truncate(&t->pasted, 0);
    t->taken = 0;
    const size_t mark = strlen(PASTE_END);
    unsigned char byte;
    bool after_return = false;
    while (read_byte(editor, &byte) > 0) {
        if (byte == '\n' && after_return) {
            after_return = false;
            continue;
        }
        after_return = byte == '\r';
        strbuf_addch(&t->pasted, after_return ? '\n' : (char)byte);
        if (byte == '~' && t->pasted.length >= mark &&
            memcmp(t->pasted.data + t->pasted.length - mark, PASTE_END, mark) == 0) {
            strbuf_truncate(&t->pasted, t->pasted.length - mark);
            break;
        }
    }
    while (t->pasted.length && t->pasted.data[t->pasted.length - 1] == '\n') {
        strbuf_truncate(&t->pasted, t->pasted.length - 1); /* the user presses the final Enter */
    }
    return on_next_pasted(editor, key);
}

enum { SAME_BREATH = 5 }; /* milliseconds: nobody types a key so soon after another */

/* Whether more text follows at once: then a terminal that does not announce pastes is pasting. */
static bool is_amid_paste(EditLine *editor) {
    struct terminal *t = terminal_of(editor);
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    unsigned char byte;
    if (t->looked_at < 0 && poll(&input, 1, SAME_BREATH) > 0 && read_byte(editor, &byte) > 0) {
        t->looked_at = byte;
    }
    return t->looked_at >= ' ' || t->looked_at == '\r' || t->looked_at == '\n';
}

static unsigned char on_complete(EditLine *editor, int key) {
    (void)key;
    struct terminal *t = terminal_of(editor);
    if (is_amid_paste(editor)) {
        el_winsertstr(editor, L"\t");
        return CC_REFRESH;
    }
    if (!t->complete) {
        return CC_ERROR;
    }
    struct strbuf before;
    struct completion completion = {0};
    strbuf_init(&before);
    strbuf_init(&completion.insert);
    strbuf_init(&completion.list);
    const LineInfoW *line = el_wline(editor);
    narrow(t, line->buffer, (size_t)(line->cursor - line->buffer), &before);
    terminal_let_pass(false); /* the user's code may run, and print */
    t->complete(t->complete_context, before.data, &completion);
    terminal_let_pass(true);
    unsigned char result = CC_ERROR;
    if (completion.replace && completion.start <= before.length) {
        wchar_t *old = widen(t, before.data + completion.start, before.length - completion.start);
        wchar_t *new = widen(t, completion.insert.data, completion.insert.length);
        if (*old) {
            el_wdeletestr(editor, (int)wcslen(old));
        }
        if (*new) {
            el_winsertstr(editor, new);
        }
        free(old);
        free(new);
        result = CC_REFRESH;
    }
    if (completion.list.length) {
        fputc('\n', stdout);
        if (terminal_is_suspect()) {
            completion.list.length = terminal_make_plain(completion.list.data, completion.list.length, true);
        }
        fwrite(completion.list.data, 1, completion.list.length, stdout);
        fflush(stdout);
        el_wset(editor, EL_REFRESH); /* shows the line again, from here on; CC_REDISPLAY would clear rows of the list */
        result = CC_NORM;
    }
    strbuf_free(&before);
    strbuf_free(&completion.insert);
    strbuf_free(&completion.list);
    return result;
}

/* ---- libedit --------------------------------------------------------------------------------------------------- */

static char *prompt_of(EditLine *editor) { return (char *)terminal_of(editor)->prompt; }

static void open_editor(struct terminal *t) {
    t->editor = el_init_fd("luacdk", stdin, stdout, stderr, STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO);
    if (!t->editor) {
        return;
    }
    EditLine *editor = t->editor;
    el_wset(editor, EL_CLIENTDATA, t);
    el_wset(editor, EL_EDITOR, L"emacs");
    el_wset(editor, EL_SIGNAL, 0);
    t->history = history_winit();
    if (t->history) {
        HistEventW event;
        history_w(t->history, &event, H_SETSIZE, HISTORY_SIZE);
        history_w(t->history, &event, H_SETUNIQUE, 1);
        el_wset(editor, EL_HIST, history_w, t->history);
    }
    el_source(editor, NULL); /* ~/.editrc */
    el_set(editor, EL_PROMPT_ESC, prompt_of, '\1');
    el_wset(editor, EL_GETCFN, read_key);
    static const struct {
        const wchar_t *name, *key;
        unsigned char (*run)(EditLine *, int);
    } keys[] = {
        {L"luacdk-interrupt", L"^C", on_interrupt},
        {L"luacdk-suspend", L"^Z", on_suspend},
        {L"luacdk-end", L"^D", on_end},
        {L"luacdk-complete", L"\t", on_complete},
        {L"luacdk-paste", L"\\e[200~", on_paste},
        {L"luacdk-next-pasted", L"\\036", on_next_pasted},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        el_wset(editor, EL_ADDFN, keys[i].name, keys[i].name, keys[i].run);
        el_wset(editor, EL_BIND, keys[i].key, keys[i].name, NULL);
    }
    for (wchar_t byte = 0x80; byte <= 0xff && !t->unicode; byte++) {
        el_wset(editor, EL_BIND, (const wchar_t[]){byte, L'\0'}, L"ed-insert", NULL);
    }
    static const wchar_t *const bindings[][2] = {
        {L"^R", L"em-inc-search-prev"}, {L"^W", L"ed-delete-prev-word"}, {L"\\e[3~", L"ed-delete-next-char"},
        {L"\\e[H", L"ed-move-to-beg"},  {L"\\e[F", L"ed-move-to-end"},   {L"\\e[1~", L"ed-move-to-beg"},
        {L"\\e[4~", L"ed-move-to-end"}, {L"\\e[1;5C", L"em-next-word"},  {L"\\e[1;5D", L"ed-prev-word"},
    };
    for (size_t i = 0; i < sizeof bindings / sizeof *bindings; i++) {
        el_wset(editor, EL_BIND, bindings[i][0], bindings[i][1], NULL);
    }
}

/* Lets a prompt begin at the start of a row, where libedit expects it: below output that does not end its line, and in
 * the place of what the terminal itself has shown of keys `ahead`, since libedit shows them again. */
static void begin_row(bool ahead) {
    if (!terminal_is_at_line_start()) {
        fputs("\r\n", stdout);
    } else if (ahead) {
        fputs(LINE_AWAY, stdout);
    }
}

/* Reads one line and appends it to `text`. */
static enum terminal_result edit_line(struct terminal *t, const char *prompt, struct strbuf *text) {
    int length = 0;
    t->prompt = prompt;
    t->columns = screen_columns();
    t->interrupted = false;
    take_terminal(t->editor);
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    t->ahead = poll(&input, 1, 0) > 0;
    terminal_let_pass(true);
    begin_row(t->ahead);
    const wchar_t *line = el_wgets(t->editor, &length);
    terminal_let_pass(false);
    if (t->interrupted) {
        fputs("^C\n", stdout);
        return TERMINAL_INTERRUPTED;
    }
    if (!line || length <= 0) {
        fputc('\n', stdout);
        return TERMINAL_END;
    }
    if (line[length - 1] != L'\n') {
        return TERMINAL_END; /* the input ended in the middle of a line */
    }
    narrow(t, line, (size_t)length - 1, text);
    return TERMINAL_LINE;
}

static enum terminal_result edit(struct terminal *t, prompt_function *prompt, void *context, struct strbuf *text) {
    strbuf_truncate(&t->pasted, 0);
    t->taken = 0;
    t->taking = false;
    terminal_command(PASTE_ON);
    int pasted = 0;
    enum terminal_result result = edit_line(t, prompt(context, pasted), text);
    while (result == TERMINAL_LINE && t->taken < t->pasted.length) {
        strbuf_addch(text, '\n');
        t->taking = true;
        result = edit_line(t, prompt(context, ++pasted), text);
    }
    terminal_command(PASTE_OFF);
    return result;
}

/* ---- plain reading --------------------------------------------------------------------------------------------- */

static void show_prompt(const char *prompt) {
    terminal_let_pass(true); /* its untrusted parts have been made plain */
    for (bool hidden = false; *prompt; prompt++) {
        if (*prompt == '\1') {
            hidden = !hidden;
        } else if (!hidden) {
            fputc(*prompt, stdout);
        }
    }
    fflush(stdout);
    terminal_let_pass(false);
}

/* Whether stdio has buffered input that poll cannot see. */
static bool is_buffered(void) {
#ifdef __GLIBC__
    return stdin->_IO_read_ptr < stdin->_IO_read_end;
#else
    return false;
#endif
}

/* Waits for a line, during which the user may press Ctrl-C. False: they did, or a signal ends the session. */
static bool wait_for_line(void) {
    while (!is_buffered() && !signals_wait_for_input(STDIN_FILENO)) {
        (void)signals_take_resize();
        if (signals_take_interrupt() || signals_ending()) {
            return false;
        }
    }
    return true;
}

/* Reads through stdio, so that code that reads standard input itself gets the next line. */
static enum terminal_result read_plainly(struct terminal *t, prompt_function *prompt, void *context,
                                         struct strbuf *text) {
    bool prompting = t->input_is_terminal && t->output_is_terminal;
    if (prompting) {
        show_prompt(prompt(context, 0));
    }
    if (!wait_for_line()) {
        if (prompting) {
            fputc('\n', stdout);
        }
        return signals_ending() ? TERMINAL_END : TERMINAL_INTERRUPTED;
    }
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    do {
        errno = 0;
        length = getline(&line, &room, stdin);
        if (length < 0) {
            bool woken = ferror(stdin) && errno == EINTR && !signals_ending();
            clearerr(stdin);
            if (!woken) {
                break;
            }
        }
    } while (length < 0);
    if (length >= 0) {
        length -= length > 0 && line[length - 1] == '\n';
        length -= length > 0 && line[length - 1] == '\r';
        strbuf_add(text, line, (size_t)length);
    } else if (prompting) {
        fputc('\n', stdout);
    }
    free(line);
    return length >= 0 ? TERMINAL_LINE : TERMINAL_END;
}

/* ---- the interface --------------------------------------------------------------------------------------------- */

struct terminal *terminal_open(void) {
    struct terminal *t = mem_calloc(1, sizeof *t);
    t->input_is_terminal = isatty(STDIN_FILENO);
    t->output_is_terminal = isatty(STDOUT_FILENO);
    t->unicode = use_unicode();
    strbuf_init(&t->pasted);
    t->looked_at = -1;
    if (t->input_is_terminal && t->output_is_terminal && !terminal_is_dumb()) {
        open_editor(t);
    }
    return t;
}

void terminal_close(struct terminal *t) {
    if (t->editor) {
        el_end(t->editor);
    }
    if (t->history) {
        history_wend(t->history);
    }
    strbuf_free(&t->pasted);
    free(t);
}

void terminal_set_completer(struct terminal *t, complete_function *complete, void *context) {
    t->complete = complete;
    t->complete_context = context;
}

enum terminal_result terminal_read(struct terminal *t, prompt_function *prompt, void *context, struct strbuf *text) {
    strbuf_truncate(text, 0);
    return t->editor ? edit(t, prompt, context, text) : read_plainly(t, prompt, context, text);
}

void terminal_remember(struct terminal *t, const char *line) {
    if (t->history && *line) {
        HistEventW event;
        wchar_t *wide = widen(t, line, strlen(line));
        history_w(t->history, &event, H_ENTER, wide);
        free(wide);
    }
}
