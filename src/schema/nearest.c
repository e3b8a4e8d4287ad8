/* Edit distance and the choice of a suggestion: see nearest.h. */
#include "schema/nearest.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

enum {
    LONGEST = 96, /* longer names are compared by their first characters */
    SLIP = 1,     /* the distance of words that differ only in case and underscores */
    SURE = 4,     /* two changes, in a word of at least so many letters; in a shorter one, one */
};

/* The number of insertions, deletions, replacements and swaps of neighbours between two words, in half units: a
 * difference in case, or one underscore more or less, costs 1, every other change 2. */
static size_t distance(const char *a, const char *b) {
    size_t a_length = strlen(a), b_length = strlen(b);
    if (a_length > LONGEST) {
        a_length = LONGEST;
    }
    if (b_length > LONGEST) {
        b_length = LONGEST;
    }
    uint16_t rows[3][LONGEST + 1];
    uint16_t *before = rows[0], *last = rows[1], *current = rows[2];
    current[0] = 0;
    for (size_t j = 0; j < b_length; j++) {
        current[j + 1] = (uint16_t)(current[j] + (b[j] == '_' ? 1 : 2));
    }
    for (size_t i = 0; i < a_length; i++) {
        uint16_t *spare = before;
        before = last;
        last = current;
        current = spare;
        uint16_t removal = a[i] == '_' ? 1 : 2;
        current[0] = (uint16_t)(last[0] + removal);
        for (size_t j = 0; j < b_length; j++) {
            int x = (unsigned char)a[i], y = (unsigned char)b[j];
            uint16_t best = (uint16_t)(last[j] + (x == y ? 0 : tolower(x) == tolower(y) ? 1 : 2));
            uint16_t without = (uint16_t)(last[j + 1] + removal);
            uint16_t with = (uint16_t)(current[j] + (y == '_' ? 1 : 2));
            best = without < best ? without : best;
            best = with < best ? with : best;
            if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] && before[j - 1] + 2 < best) {
                best = (uint16_t)(before[j - 1] + 2);
            }
            current[j + 1] = best;
        }
    }
    return current[b_length];
}

/* Whether the words differ only in case and underscores. */
static bool is_slip(const char *a, const char *b) {
    for (;;) {
        a += strspn(a, "_");
        b += strspn(b, "_");
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b)) {
            return false;
        }
        if (*a++ == '\0') {
            return true;
        }
        b++;
    }
}

/* Whether two words differ only in a swap of neighbours. */
static bool is_swap(const char *a, const char *b) {
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a && *b && a[0] == b[1] && a[1] == b[0] && strcmp(a + 2, b + 2) == 0;
}

/* In a short word a single change is much: the first letter is rarely wrong, and of three letters each one counts. */
static bool is_too_far(const char *word, size_t length, const char *candidate, size_t candidate_length) {
    return length < 6 && !is_swap(word, candidate) &&
           (tolower((unsigned char)*word) != tolower((unsigned char)*candidate) ||
            (length <= 3 && length == candidate_length));
}

void nearest_begin(struct nearest *search, const char *word) {
    size_t length = strlen(word);
    search->word = word;
    search->best = NULL;
    /* Exclusive bound: a third of the word, but one change (and a slip of case) even in the shortest. */
    search->distance = length < 6 ? 4 : length / 3 * 2 + 1;
}

void nearest_offer(struct nearest *search, const char *candidate) {
    size_t word_length = strlen(search->word), length = strlen(candidate);
    size_t difference = word_length > length ? word_length - length : length - word_length;
    size_t d = SLIP;
    if (!is_slip(search->word, candidate)) {
        if (difference >= search->distance || is_too_far(search->word, word_length, candidate, length)) {
            return;
        }
        d = distance(search->word, candidate);
    }
    if (d < search->distance) {
        search->distance = d;
        search->best = candidate;
    }
}

bool nearest_is_sure(const char *word, const char *candidate) {
    return is_slip(word, candidate) || distance(word, candidate) <= (strlen(word) < SURE ? SURE / 2 : SURE);
}
