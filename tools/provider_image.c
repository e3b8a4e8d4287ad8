/* provider_image: compiles the rows of the resource provider schemas into the image that is linked into the program.
 *
 *     provider_image <image> <file of rows>
 *
 * Runs at build time only, so memory is never given back. The rows' format: tools/check/provider.md; the image's:
 * src/schema/provider_image.h. */
#include "../src/schema/provider_image.h"

#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct word {
    const char *text; /* of a string */
    size_t uses;
    uint32_t number;
};

struct lines {
    char **items;
    size_t count, room, types; /* the last ones are types */
};

static struct word **words;
static size_t word_count, word_room;
static void *by_text;

static void die(const char *what, const char *why) {
    fprintf(stderr, "provider_image: %s: %s\n", what, why);
    exit(1);
}

static void *must(void *memory) {
    if (!memory) {
        die("memory", strerror(errno));
    }
    return memory;
}

static char *read_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0) {
        die(path, strerror(errno));
    }
    long size = ftell(f);
    rewind(f);
    char *text = must(malloc((size_t)size + 1));
    if (size < 0 || fread(text, 1, (size_t)size, f) != (size_t)size) {
        die(path, "cannot be read");
    }
    fclose(f);
    text[size] = '\0';
    return text;
}

static struct lines split(char *text) {
    struct lines lines = {0};
    for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        if (lines.count == lines.room) {
            lines.room = lines.room ? 2 * lines.room : 1024;
            lines.items = must(realloc(lines.items, lines.room * sizeof *lines.items));
        }
        if (*line != '#') {
            lines.items[lines.count++] = line;
            lines.types += strncmp(line, "is\t", 3) == 0;
        }
    }
    return lines;
}

static int compare_text(const void *a, const void *b) {
    return strcmp(((const struct word *)a)->text, ((const struct word *)b)->text);
}

static struct word *word_of(const char *text) {
    struct word key = {.text = text}, **found = tfind(&key, &by_text, compare_text);
    if (found) {
        return *found;
    }
    struct word *word = must(calloc(1, sizeof *word));
    word->text = text;
    must(tsearch(word, &by_text, compare_text));
    if (word_count == word_room) {
        word_room = word_room ? 2 * word_room : 1024;
        words = must(realloc(words, word_room * sizeof(struct word *)));
    }
    return words[word_count++] = word;
}

/* Calls f for each word of a line, which may be empty; a line without words has none. */
static void each_word(char *line, void (*f)(const char *word, void *data), void *data) {
    for (char *next; line && *line; line = next) {
        next = strchr(line, '\t');
        if (next) {
            *next = '\0';
        }
        f(line, data);
        if (next) {
            *next++ = '\t';
            if (*next == '\0') {
                f("", data); /* the last word is empty */
            }
        }
    }
}

static int is_node(const char *word) { return word[0] == '#' && word[1] >= '0' && word[1] <= '9'; }

static void count_word(const char *word, void *data) {
    (void)data;
    if (!is_node(word)) {
        char *text = must(strdup(word));
        word_of(text)->uses++;
    }
}

static int compare_uses(const void *a, const void *b) {
    const struct word *left = *(struct word *const *)a, *right = *(struct word *const *)b;
    return left->uses != right->uses ? (left->uses < right->uses ? 1 : -1) : strcmp(left->text, right->text);
}

struct bytes {
    unsigned char *data;
    size_t count, room;
};

static void add(struct bytes *out, const void *data, size_t size) {
    if (out->count + size > out->room) {
        out->room = 2 * (out->count + size);
        out->data = must(realloc(out->data, out->room));
    }
    memcpy(out->data + out->count, data, size);
    out->count += size;
}

static void put_word(const char *text, void *data) {
    uint32_t value = is_node(text) ? (uint32_t)strtoul(text + 1, NULL, 10) << 1 | 1 : word_of(text)->number << 1;
    do {
        unsigned char byte = (unsigned char)((value & 127) | (value > 127 ? 128 : 0));
        add(data, &byte, 1);
        value >>= 7;
    } while (value);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        die("usage", "provider_image <image> <rows>");
    }
    struct lines lines = split(read_file(argv[2]));
    for (size_t i = 0; i < lines.count; i++) {
        each_word(lines.items[i], count_word, NULL);
    }
    qsort(words, word_count, sizeof(struct word *), compare_uses);
    struct bytes offsets = {0}, text_offsets = {0}, stream = {0}, texts = {0};
    for (size_t i = 0; i < word_count; i++) {
        uint32_t at = (uint32_t)texts.count;
        words[i]->number = (uint32_t)i;
        add(&text_offsets, &at, sizeof at);
        add(&texts, words[i]->text, strlen(words[i]->text) + 1);
    }
    for (size_t i = 0; i <= lines.count; i++) {
        uint32_t at = (uint32_t)stream.count;
        add(&offsets, &at, sizeof at);
        if (i < lines.count) {
            each_word(lines.items[i], put_word, &stream);
        }
    }
    struct provider_header header = {PROVIDER_IMAGE_MAGIC, (uint32_t)(lines.count - lines.types), (uint32_t)lines.types,
                                     (uint32_t)word_count, (uint32_t)stream.count};
    FILE *f = fopen(argv[1], "wb");
    if (!f || fwrite(&header, sizeof header, 1, f) != 1 || fwrite(offsets.data, offsets.count, 1, f) != 1 ||
        fwrite(text_offsets.data, text_offsets.count, 1, f) != 1 || fwrite(stream.data, stream.count, 1, f) != 1 ||
        fwrite(texts.data, texts.count, 1, f) != 1 || fclose(f) != 0) {
        remove(argv[1]);
        die(argv[1], "cannot be written");
    }
    return 0;
}
