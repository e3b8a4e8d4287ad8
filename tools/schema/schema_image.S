/* The schema image as read-only data of the program. SCHEMA_IMAGE_FILE is its path, given by the Makefile. */
    .section .rodata
    .balign 16
    .globl schema_image_data
    .hidden schema_image_data
schema_image_data:
    .incbin SCHEMA_IMAGE_FILE
    .section .note.GNU-stack,"",%progbits
