/* The order of JavaScript's localeCompare, for the strings that the CDK sorts by it: construct paths and tag keys. */
#ifndef LUACDK_DOCUMENT_JS_ORDER_H
#define LUACDK_DOCUMENT_JS_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* < 0, 0 or > 0. Punctuation sorts before digits, digits before letters; case decides last, lower case first. */
int js_compare(const char *a, size_t a_length, const char *b, size_t b_length);

/* A string to be sorted. The weights of its first characters are kept, which decide most comparisons. */
struct js_key {
    uint64_t start;
    const char *text;
    size_t length;
    size_t place; /* the order of equal ones */
};

struct js_key js_key(const char *text, size_t length, size_t place);
void js_sort(struct js_key *keys, size_t count);

#endif
