/* What people write who come from Python, TypeScript and similar languages, and what Lua has instead. Knows no Lua. */
#ifndef LUACDK_HOST_DIALECTS_H
#define LUACDK_HOST_DIALECTS_H

/* All return a sentence without a full stop, or NULL for a word that is not from such a language. */

/* For a variable that is not set and that is a value in those languages: None, this, new. In Lua it would silently be
 * nil. */
const char *dialects_value(const char *name);
/* For a predefined function or object: len, console. */
const char *dialects_global(const char *name);
/* For a method or field of lists, maps and strings: append, length. */
const char *dialects_member(const char *name);
/* For the chunk `text`, about which Lua's parser said `message` ("…: ')' expected near '='") on `line`. */
const char *dialects_syntax(const char *text, int line, const char *message);

#endif
