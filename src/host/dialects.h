/* What people write who come from Python, TypeScript and their like, and what Lua has in its place. Knows no Lua. */
#ifndef LUACDK_HOST_DIALECTS_H
#define LUACDK_HOST_DIALECTS_H

/* All give a sentence without a full stop, or NULL for what is no word of theirs. */

/* Of a variable that nobody has set and that stands for a value there: None, this, new. In Lua it would be nil without
 * a word. */
const char *dialects_value(const char *name);
/* Of a function or object that is there for everybody: len, console. */
const char *dialects_global(const char *name);
/* Of a method or field that lists, maps and texts have: append, length. */
const char *dialects_member(const char *name);
/* Of the chunk `text`, for which Lua's parser gave the message ("…: ')' expected near '='") about `line`. */
const char *dialects_syntax(const char *text, int line, const char *message);

#endif
