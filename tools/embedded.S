/* The Lua library as read-only data of the program. EMBEDDED_FILE is its path, given by the Makefile. */
    .section .rodata
    .balign 16
    .globl embedded_image
    .hidden embedded_image
embedded_image:
    .incbin EMBEDDED_FILE
    .section .note.GNU-stack,"",%progbits
