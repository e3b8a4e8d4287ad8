# Packages, from the program that is built: the same bytes each time, whatever the folder, the time, the umask and the locale.
#
#   make packages    $(PACKAGES): .deb, .tar.gz, npm's tarballs, SHA256SUMS
#   make deb npm archive    one kind
#   make image       an image FROM scratch, with podman (IMAGE=luacdk:0.1.0)
#   make package-trials   installs each in a clean Debian, works with it, and removes it (TRIALS="deb deb-arm64")
#
# With ARCH=arm64 for that machine; its packages come beside this machine's, and SHA256SUMS lists both.

PACKAGES := $(NATIVE)/packages
IMAGE    ?= luacdk:$(VERSION)$(if $(CROSS),-$(ARCH))

# The moment that all files in packages have.
SOURCE_DATE_EPOCH ?= $(or $(shell git log -1 --format=%ct 2>/dev/null),1)
export SOURCE_DATE_EPOCH

.PHONY: packages deb npm archive
packages: deb npm archive
	cd $(PACKAGES) && LC_ALL=C sh -c 'sha256sum -- *[-_]$(VERSION)[-_.]*' >SHA256SUMS

deb npm archive: $(BUILD)/stage
	@mkdir -p $(PACKAGES)
	@VERSION=$(VERSION) ARCH=$(ARCH) STAGE=$< packaging/package $@ $(PACKAGES)

# What `make install` installs.
$(BUILD)/stage: $(PROGRAM) Makefile
	$(call say,stage,$@)
	@rm -rf $@ $@.new
	@umask 022 && $(MAKE) --no-print-directory install DESTDIR=$(abspath $@).new PREFIX=/usr >/dev/null
	@mv $@.new $@ && touch $@

.PHONY: image
image: $(PROGRAM)
	@rm -rf $(BUILD)/image && mkdir -p $(BUILD)/image
	install -s --strip-program=$(STRIP) -m 755 $(PROGRAM) $(BUILD)/image/luacdk
	install -m 644 LICENSE NOTICE $(BUILD)/image
	podman build --isolation=chroot --arch $(ARCH) --timestamp $(SOURCE_DATE_EPOCH) -t $(IMAGE) -f packaging/Containerfile $(BUILD)/image

# As root; needs mmdebstrap, and for some node or podman: packaging/trials.
TRIALS ?= deb archive npm image install
.PHONY: package-trials
package-trials: packages $(if $(filter image,$(TRIALS)),image)
	IMAGE=$(IMAGE) packaging/trials/trials $(PACKAGES) $(VERSION) $(TRIALS)
