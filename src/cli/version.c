/* The versions of the libraries that are linked in: see version.h. */
#include "cli/version.h"

#include <gnu/libc-version.h>
#include <histedit.h>
#include <lua.h>
#include <openssl/opensslv.h>
#include <yaml.h>

#define TEXT_(number) #number
#define TEXT(number) TEXT_(number)

void version_print_libraries(FILE *out) {
    fprintf(out, "%s\n", LUA_RELEASE);
    fprintf(out, "OpenSSL %s\n", OPENSSL_VERSION_STR);
    fprintf(out, "libyaml %s\n", yaml_get_version_string());
    fprintf(out, "libedit %s\n", TEXT(LIBEDIT_MAJOR) "." TEXT(LIBEDIT_MINOR));
    fprintf(out, "glibc %s\n", gnu_get_libc_version());
}
