# ARCH=arm64: everything is built for another machine than this one, in a folder of its own (build/arm64).
#
#   make ARCH=arm64 cross-deps    Debian's cross compiler and the emulator, as root or with sudo
#   make ARCH=arm64 packages      and any other target that only builds
#   make ARCH=arm64 test          specs under qemu's emulation of one program (SPECS=spec/cli for some)
#
# What a target runs while it builds (the compilers of the Lua library and of the schema, the program that writes the manual
# page) is this machine's own, built as ever: both machines have the same sizes and order of bytes.

THIS_ARCH := $(shell dpkg --print-architecture 2>/dev/null || echo amd64)
ARCH      ?= $(THIS_ARCH)

ifneq ($(ARCH),$(THIS_ARCH))

CROSS_amd64 := x86_64
CROSS_arm64 := aarch64
CROSS       := $(CROSS_$(ARCH))
ifeq ($(and $(CROSS),$(CROSS_$(THIS_ARCH))),)
$(error there is no cross compilation from $(THIS_ARCH) to $(ARCH); tools/cross/cross.mk knows amd64 and arm64)
endif

NATIVE  := build
BUILD   ?= $(NATIVE)/$(ARCH)
SYSROOT := $(NATIVE)/$(ARCH)/sysroot

CC      := $(CROSS)-linux-gnu-gcc --sysroot=$(abspath $(SYSROOT))
AR      := $(CROSS)-linux-gnu-ar
STRIP   := $(CROSS)-linux-gnu-strip
OBJCOPY := $(CROSS)-linux-gnu-objcopy

# The program is static. The specs' host is not, and loads modules of busted's; its loader and its modules are named to it, since
# qemu's own way (-L) would show it the sysroot in place of the root folder.
EMULATOR       := qemu-$(CROSS)-static
SYSROOT_LIBS   := $(abspath $(SYSROOT))/lib/$(CROSS)-linux-gnu:$(abspath $(SYSROOT))/usr/lib/$(CROSS)-linux-gnu
EMULATED_HOST   = LUA_CPATH='$(abspath $(SYSROOT))/usr/lib/$(CROSS)-linux-gnu/lua/5.4/?.so' \
    $(EMULATOR) $(wildcard $(SYSROOT)/lib/ld-linux-*) --library-path $(SYSROOT_LIBS)
PACKAGES_CROSS := lua-filesystem lua-system lua-term
SYSROOT_READY  := $(SYSROOT)/ready

$(SYSROOT_READY): tools/cross/sysroot
	@tools/cross/sysroot $(SYSROOT) $(ARCH) $(filter-out gcc make,$(PACKAGES_BUILD)) $(PACKAGES_CROSS)
	@touch $@

$(NATIVE)/embed $(NATIVE)/schema_image $(NATIVE)/provider_image $(NATIVE)/luacdk &: always
	@$(MAKE) --no-print-directory ARCH=$(THIS_ARCH) BUILD=$(NATIVE) $(addprefix $(NATIVE)/,embed schema_image provider_image luacdk)

# What starts the program, as a user's shell would.
$(BUILD)/emulated: $(BUILD)/luacdk tools/cross/cross.mk
	@printf '#!/bin/sh\nexec %s %s "$$@"\n' '$(EMULATOR)' '$(abspath $(BUILD)/luacdk)' >$@
	@chmod +x $@

.PHONY: cross-deps
cross-deps:
	@tools/deps gcc-$(CROSS:x86_64=x86-64)-linux-gnu libc6-dev-$(ARCH)-cross qemu-user-static

else
NATIVE = $(BUILD)
endif
