# shuttle: make run, make check; everything else is in `make help`.
# Variants live beside each other: make BUILD=build/asan SAN=1
BUILD  ?= build/default
CC     ?= gcc
OPT    ?= -O2
WERROR ?= -Werror
V      ?= 0
Q      := $(if $(filter 1,$(V)),,@)

PKGS := libevent_core openssl yaml-0.1 jansson libseccomp
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
  -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wpointer-arith \
  -Wwrite-strings -Wformat=2 -Wundef -Wvla -Wswitch-enum \
  -Wnull-dereference -Wdouble-promotion $(WERROR)
GCC_WARN := -Wimplicit-fallthrough=5 -Wduplicated-cond -Wduplicated-branches -Wlogical-op
ifneq (,$(findstring clang,$(CC)))
GCC_WARN := -Wimplicit-fallthrough -Wno-gnu-zero-variadic-macro-arguments
endif
SANFLAGS := $(if $(SAN),-fsanitize=address$(,)undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
, := ,
HARDEN := $(if $(SAN),,-D_FORTIFY_SOURCE=2) -fstack-protector-strong
CFLAGS_ALL := -std=c17 $(OPT) -g -D_POSIX_C_SOURCE=200809L $(WARN) $(GCC_WARN) \
  $(HARDEN) $(SANFLAGS) -Iinclude -I. $(shell pkg-config --cflags $(PKGS)) $(CFLAGS)
LDFLAGS_ALL := -Wl,-z,relro,-z,now $(SANFLAGS) $(LDFLAGS)
LIBS := $(shell pkg-config --libs $(PKGS)) -lpthread

PURE_SRC := $(wildcard proto/*.c)
SIM_SRC  := $(filter-out sim/cmd/main.c,$(shell find sim -name '*.c' | sort))
TEST_SRC := $(wildcard tests/test_*.c)
RIG_SRC  := $(wildcard tests/rig/*.c)
obj = $(patsubst %.c,$(BUILD)/%.o,$(1))

LIB   := $(BUILD)/libshuttle.a
TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(TEST_SRC))

.PHONY: all check clean
all: $(BUILD)/shuttle

# GNU extensions only where the machine is touched.
$(BUILD)/sim/net/%.o: CFLAGS_ALL += -D_GNU_SOURCE
$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	@$(if $(filter 1,$(V)),,echo "  CC $<")
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@

$(LIB): $(call obj,$(PURE_SRC) $(SIM_SRC))
	$(Q)rm -f $@; ar rcs $@ $^

$(BUILD)/shuttle: $(call obj,sim/cmd/main.c) $(LIB)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

$(BUILD)/tests/test_%: $(BUILD)/tests/test_%.o $(call obj,$(RIG_SRC)) $(LIB)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS) -lcmocka

check: $(BUILD)/shuttle $(TESTS)
	@set -e; for t in $(TESTS); do ASAN_OPTIONS=allow_user_segv_handler=0 timeout 120 $$t; done

clean:
	rm -rf build

.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
