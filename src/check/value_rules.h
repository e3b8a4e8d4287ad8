/* Checks values against CloudFormation's rules. The library only warns if they are broken, and so do we: a value that
 * AWS accepts tomorrow must not need a new luacdk today. */
#ifndef LUACDK_CHECK_VALUE_RULES_H
#define LUACDK_CHECK_VALUE_RULES_H

#include <lua.h>
#include <stdbool.h>

#include "schema/schema.h"

/* Whether the value at `idx`, given for a property with these rules, is acceptable as far as we can tell. Tokens always
 * are, and so is a value whose pattern is in another dialect. Never raises. */
bool rules_accept(lua_State *L, int idx, const struct schema_rules *rules);

/* The same for texts, numbers and lengths of lists that are not on the stack. */
bool rules_accept_text(const struct schema_rules *rules, const char *text, size_t length);
bool rules_accept_number(const struct schema_rules *rules, double number);
bool rules_accept_count(const struct schema_rules *rules, size_t count);

/* Pushes what is wrong with a value that rules_accept refused ("memory_size: 1 is out of bounds") and what would be
 * right, or nil. Returns the id of the rule. */
const char *rules_push_complaint(lua_State *L, int idx, const struct schema_rules *rules);

/* Whether the text matches a pattern of the schema, which lives as long as the program, or has one of its formats. True of
 * patterns that are in another dialect, of formats that are not known, and of texts that are long or not ASCII. */
bool rules_match(const char *pattern, const char *text, size_t length);
bool rules_have_format(const char *format, const char *text);

/* Frees the patterns that this thread has compiled, before it ends. */
void rules_end_thread(void);

#endif
