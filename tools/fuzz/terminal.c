/* What is shown on a terminal of texts that others wrote. */
#include "fuzz.h"

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/terminal.h"
#include "base/terminal_look.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether nothing in the text controls a terminal, but for colours where they are allowed. */
static bool is_harmless(const char *text, size_t length, bool colours) {
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        bool valid;
        size_t colour = colours ? terminal_colour_length(text + at, length - at) : 0;
        size_t size = utf8_decode(text + at, length - at, &code_point, &valid);
        if (!colour && (!valid || (code_point < ' ' && code_point != '\n' && code_point != '\t') ||
                        (code_point >= 0x7F && code_point < 0xA0))) {
            return false;
        }
        at += colour ? colour : size;
    }
    return true;
}

static void check_columns(const char *text, size_t length) {
    size_t all = terminal_text_columns(text, length);
    fuzz_check(terminal_text_prefix(text, length, all) == length, "a text fits into its own columns");
    for (size_t room = 0, before = 0; room < all && room < 100; room += 1 + room / 4) {
        size_t prefix = terminal_text_prefix(text, length, room);
        fuzz_check(prefix <= length && prefix >= before, "more columns show more of a text");
        fuzz_check(terminal_text_columns(text, prefix) <= room, "the beginning of a text fits into its columns");
        before = prefix;
    }
}

static void check_plain(const char *text, size_t length, bool colours) {
    char *plain = malloc(length + 1);
    memcpy(plain, text, length);
    size_t size = terminal_make_plain(plain, length, colours);
    fuzz_check(size <= length && is_harmless(plain, size, colours), "a plain text does not control a terminal");
    fuzz_check(terminal_make_plain(plain, size, colours) == size, "a plain text stays as it is");
    check_columns(plain, size);
    free(plain);
}

/* In whatever pieces an untrusted text is printed, the same is shown. */
static void check_pieces(const char *text, size_t length) {
    char *shown[2];
    size_t sizes[2];
    for (int pieces = 0; pieces < 2; pieces++) {
        FILE *stream = open_memstream(&shown[pieces], &sizes[pieces]);
        struct terminal_text state = {0};
        size_t cut = pieces == 0 ? length : length / 2;
        terminal_relay(stream, &state, text, cut);
        terminal_relay(stream, &state, text + cut, length - cut);
        fclose(stream);
        fuzz_check(is_harmless(shown[pieces], sizes[pieces], false), "what is printed does not control a terminal");
    }
    fuzz_check(sizes[0] == sizes[1] && memcmp(shown[0], shown[1], sizes[0]) == 0,
               "a text in two pieces is printed like one in one piece");
    free(shown[0]);
    free(shown[1]);
}

void fuzz_terminal(const char *text, size_t length) {
    struct strbuf once, twice;
    strbuf_init(&once);
    strbuf_init(&twice);
    utf8_sanitize(&once, text, length);
    fuzz_check(utf8_is_valid(once.data, once.length), "a text that was mended is valid");
    utf8_sanitize(&twice, once.data, once.length);
    fuzz_check(once.length == twice.length && memcmp(once.data, twice.data, once.length) == 0,
               "a valid text stays as it is");
    fuzz_check(utf8_compare_utf16(text, length, once.data, once.length) == 0, "invalid parts count as U+FFFD");
    size_t half = length / 2;
    int order = utf8_compare_utf16(text, half, text + half, length - half);
    int reverse = utf8_compare_utf16(text + half, length - half, text, half);
    fuzz_check((order > 0) == (reverse < 0) && (order < 0) == (reverse > 0), "an order has two directions");
    strbuf_free(&once);
    strbuf_free(&twice);
    check_columns(text, length);
    check_plain(text, length, false);
    check_plain(text, length, true);
    check_pieces(text, length);
}
