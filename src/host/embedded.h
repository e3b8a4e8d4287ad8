/* The Lua library in the program: bytecode, one chunk a module, written by tools/embed.c and linked in as it is.
 *
 *     count, then a row for each module, sorted by name, then all names, then all bytecode
 *
 * Numbers are the machine's, of 32 bits; name, chunk and bytes are offsets from the start of the image. Names lie
 * together, for a search looks at a dozen of them: each page of bytecode that it touched would count as memory. */
#ifndef LUACDK_HOST_EMBEDDED_H
#define LUACDK_HOST_EMBEDDED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct embedded_row {
    uint32_t name, chunk, bytes, length;
};

struct embedded_module {
    const char *chunk; /* "=luacdk/aws_cdk/aws_s3/bucket.lua" */
    const char *bytes;
    size_t length;
};

/* Finds the module "aws_cdk.aws_s3.bucket"; false if there is none. */
bool embedded_find(const char *name, struct embedded_module *module);

#endif
