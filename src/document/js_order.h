/* The order of JavaScript's localeCompare, for the strings that the CDK sorts by it: construct paths and tag keys. */
#ifndef LUACDK_DOCUMENT_JS_ORDER_H
#define LUACDK_DOCUMENT_JS_ORDER_H

#include <stddef.h>

/* < 0, 0 or > 0. Punctuation sorts before digits, digits before letters; case decides last, lower case first. */
int js_compare(const char *a, size_t a_length, const char *b, size_t b_length);

#endif
