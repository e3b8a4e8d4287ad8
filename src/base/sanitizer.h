/* UNDER_ASAN: the program is built with AddressSanitizer; gcc and clang have different macros for that. */
#ifndef LUACDK_BASE_SANITIZER_H
#define LUACDK_BASE_SANITIZER_H

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define UNDER_ASAN
#endif
#endif

#ifdef __SANITIZE_ADDRESS__
#define UNDER_ASAN
#endif

#endif
