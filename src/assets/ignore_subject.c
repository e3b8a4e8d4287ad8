/* Rules in memory and the path they are tested on: see ignore_subject.h. */
#include "assets/ignore_subject.h"

#include "base/interrupt.h"

void subject_init(struct subject *subject) {
    *subject = (struct subject){0};
    subject->path.arena = &subject->arena;
}

void subject_free(struct subject *subject) {
    regex_memory_free(&subject->memory);
    arena_free(&subject->arena);
}

void subject_set_path(struct subject *subject, const char *path, size_t length) {
    subject->path.length = 0;
    text_add_utf8(&subject->path, path, length);
}

int subject_gave_up(const char *language, const char *pattern, struct error *e) {
    if (interrupt_check(e) != 0) {
        return -1;
    }
    return error_set(e, "the %s ignore pattern '%s' takes too long to match; simplify it", language, pattern);
}

int subject_matches(struct subject *subject, const struct regex *regex, size_t from, const char *language,
                    const char *pattern, struct error *e) {
    const struct text *path = &subject->path;
    bool matches = regex_test_starts(regex, path->units, path->length, from, '/', &subject->memory);
    return subject->memory.gave_up ? subject_gave_up(language, pattern, e) : matches;
}
