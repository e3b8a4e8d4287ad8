/* The image of the resource provider schemas as read-only data of the program. PROVIDER_IMAGE_FILE is its path, given by
 * tools/schema/schema.mk. */
    .section .rodata
    .balign 16
    .globl provider_image_data
    .hidden provider_image_data
provider_image_data:
    .incbin PROVIDER_IMAGE_FILE
    .section .note.GNU-stack,"",%progbits
