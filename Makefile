# shuttle: `make run`, `make check`; everything else is in `make help`.
#
# What is built lies in build/<variant>/: default (gcc, -O2), asan (address and
# undefined-behaviour sanitizers), O0, clang, fuzz (clang with libFuzzer).
# `make VARIANT=asan all` builds another one; CC, OPT, SAN, CFLAGS, LDFLAGS and
# BUILD may be set by hand. WERROR= lets warnings be warnings.
VARIANT ?= default
BUILD   ?= build/$(VARIANT)
WERROR  ?= -Werror
V       ?= 0
JOBS    ?= $(shell nproc 2>/dev/null || echo 2)
prefix  ?= /usr/local

ifeq ($(origin CC),default)
CC := $(if $(filter clang fuzz,$(VARIANT)),clang,gcc)
endif
OPT ?= $(if $(filter O0,$(VARIANT)),-O0,$(if $(filter asan fuzz,$(VARIANT)),-O1,-O2))
SAN ?= $(if $(filter asan fuzz,$(VARIANT)),1)

Q   := $(if $(filter 1,$(V)),,@)
say  = $(if $(filter 1,$(V)),@:,@echo "  $(1)")
,   := ,
is_clang := $(findstring clang,$(CC))

# Lazy, so that pkg-config is not asked before it is installed, and asked once.
PKGS       := libevent_core openssl yaml-0.1 jansson libseccomp
PKG_CFLAGS  = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS)))$(PKG_CFLAGS)
PKG_LIBS    = $(eval PKG_LIBS := $(shell pkg-config --libs $(PKGS)))$(PKG_LIBS)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
  -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wpointer-arith \
  -Wwrite-strings -Wformat=2 -Wundef -Wvla -Wswitch-enum -Wdouble-promotion
# gcc finds null dereferences that are none in what the sanitizers insert.
WARN += $(if $(SAN),,-Wnull-dereference)
# clang looks into the macros of OpenSSL's headers, which cast const away.
WARN += $(if $(is_clang),-Wno-cast-qual -Wimplicit-fallthrough -Wno-string-conversion \
  -Wno-gnu-zero-variadic-macro-arguments,\
  -Wimplicit-fallthrough=5 -Wduplicated-cond -Wduplicated-branches -Wlogical-op)
SANFLAGS := $(if $(SAN),-fsanitize=address$(,)undefined \
  -fno-sanitize-recover=all -fno-omit-frame-pointer) \
  $(if $(filter fuzz,$(VARIANT)),-fsanitize=fuzzer-no-link)
# Fortification needs an optimizing compiler and gets in the sanitizers' way.
HARDEN := -fstack-protector-strong \
  $(if $(SAN)$(filter -O0,$(OPT)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
DEFINES := -D_POSIX_C_SOURCE=200809L -Iinclude -I.
CODEGEN := $(CC) -std=c17 $(OPT) -g $(DEFINES) $(strip $(HARDEN) $(SANFLAGS)) $(CFLAGS)
LINK     = $(CC) -Wl,-z,relro,-z,now,--as-needed $(SANFLAGS) $(LDFLAGS)
LIBS     = $(PKG_LIBS) -lunistring -lpthread

# The pure part: proto/, and those who play without touching the machine.
PURE_SRC := $(wildcard proto/*.c)
PURE_SIM := $(wildcard sim/seat/script*.c sim/seat/terminal*.c) \
  $(patsubst %,sim/report/%.c,page wrap words carried ledger sheet columns columns_show columns_note \
  columns_via channel_view \
  score tally closing transcript markup script_words map map_svg map_mermaid handout handout_html \
  show_play show_play_fates show_play_head show_play_line show_play_note)
SIM_SRC  := $(filter-out sim/cmd/main.c,$(sort $(shell find sim -name '*.c' 2>/dev/null)))
obj = $(patsubst %.c,$(BUILD)/%.o,$(1))

LIB     := $(BUILD)/libshuttle.a
RIG     := $(BUILD)/tests/librig.a
PROGRAM := $(if $(wildcard sim/cmd/main.c),$(BUILD)/shuttle)
TESTS   := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/test_*.c))
PROGS   := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/prog/*.c))
BENCHES := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/bench/*.c))
FUZZERS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/*.c))
REPLAYS := $(addsuffix .replay,$(FUZZERS))

.PHONY: all tests replays benches fuzzers lib FORCE
all: $(PROGRAM) $(LIB)
lib: $(LIB)
tests: $(PROGRAM) $(TESTS) $(PROGS)
replays: $(REPLAYS)
benches: $(PROGRAM) $(BENCHES) $(PROGS)
fuzzers: $(FUZZERS)
all lib tests replays benches fuzzers:
	@:

# Other flags build everything anew.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CODEGEN)' | cmp -s - $@ || echo '$(CODEGEN)' > $@

# GNU extensions only where the machine is touched.
$(BUILD)/sim/net/%.o: DEFINES += -D_GNU_SOURCE
$(BUILD)/%.o: %.c $(BUILD)/flags
	$(call say,CC $<)
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c17 $(OPT) -g $(DEFINES) $(WARN) $(WERROR) $(HARDEN) \
	  $(SANFLAGS) $(PKG_CFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(LIB): $(call obj,$(PURE_SRC) $(SIM_SRC))
	$(Q)rm -f $@ && ar rcs $@ $^

$(RIG): $(call obj,$(wildcard tests/rig/*.c))
	@mkdir -p $(@D)
	$(Q)rm -f $@ && ar rcs $@ $^

$(BUILD)/shuttle: $(call obj,sim/cmd/main.c) $(LIB)
	$(call say,LD $@)
	$(Q)$(LINK) -o $@ $^ $(LIBS)

$(BUILD)/tests/test_%: $(BUILD)/tests/test_%.o $(RIG) $(LIB)
	$(Q)$(LINK) -o $@ $^ $(LIBS) -lcmocka
# The reference for distributions, of this test alone.
$(BUILD)/tests/test_variate: LIBS += -lgsl -lgslcblas -lm
$(BUILD)/tests/test_theory_%: LIBS += -lm
$(BUILD)/tests/prog/%: $(BUILD)/tests/prog/%.o $(RIG) $(LIB)
	$(Q)$(LINK) -o $@ $^ $(LIBS) -lcmocka
# Bugs are put in front of the product's functions, for this program alone.
$(BUILD)/tests/prog/planted: LDFLAGS += $(patsubst %,-Wl$(,)--wrap=%,session_seal \
  effects_send items_hand caveat_judge record_input consent_ask consent_answer \
  reading_waits reading_answer)
$(BUILD)/tests/bench/%: $(BUILD)/tests/bench/%.o $(RIG) $(LIB)
	$(Q)$(LINK) -o $@ $^ $(LIBS) -lcmocka

# A fuzzer links with libFuzzer, or with a main that replays files.
$(BUILD)/tests/fuzz/%.replay: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/replay/main.o $(RIG) $(LIB)
	$(Q)$(LINK) -o $@ $^ $(LIBS) -lcmocka
$(BUILD)/tests/fuzz/%: $(BUILD)/tests/fuzz/%.o $(RIG) $(LIB)
	$(Q)$(LINK) -fsanitize=fuzzer -o $@ $^ $(LIBS) -lcmocka

.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
include tests/goals.mk
