# The goals people type. Each one first sees to its Debian packages
# (tests/deps.sh), then calls make again to build, and then runs something.

deps_goals := $(addprefix deps-,run check bench lint fuzz)
.PHONY: run check bench lint format fuzz golden install clean help deps \
  $(deps_goals)

# As many jobs as processors, unless the caller has said how many.
sub = $(MAKE) --no-print-directory \
  $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))

SCENARIO     ?= scenarios/muscat-2024-05.yaml
FUZZ_SECONDS ?= 20

deps: deps-check
# Static, since phony targets have no pattern rules.
$(deps_goals): deps-%:
	@tests/deps.sh $*

run: deps-run
	+@$(sub) all
	@$(BUILD)/shuttle run $(SCENARIO)

# Everything is built before anything runs; O0 and clang build the program
# alone, for the tests that compare what differently compiled programs record.
check: deps-check
	+@$(sub) VARIANT=default tests
	+@$(sub) VARIANT=asan tests replays
	+@$(sub) VARIANT=O0 all
	+@$(sub) VARIANT=clang all
	@CC='$(CC)' PURE_SIM='$(PURE_SIM)' tests/run.sh all

golden: deps-check
	+@$(sub) VARIANT=default tests
	@UPDATE_GOLDENS=1 tests/run.sh default e2e

bench: deps-bench
	+@$(sub) benches
	@BUILD=$(abspath $(BUILD)) SHUTTLE=$(abspath $(BUILD)/shuttle) \
	  tests/each.sh $(BENCHES) $(sort $(wildcard tests/bench/*.sh))

fuzz: deps-fuzz
	+@$(sub) VARIANT=fuzz fuzzers
	@tests/fuzz.sh $(FUZZ_SECONDS)

lint: deps-lint
	@tests/lint.sh

format: deps-lint
	@tests/lint.sh --format

install: all
	install -D -m 755 $(BUILD)/shuttle $(DESTDIR)$(prefix)/bin/shuttle
	@if [ -f sim/shuttle.1 ]; then set -x; install -D -m 644 sim/shuttle.1 \
	  $(DESTDIR)$(prefix)/share/man/man1/shuttle.1; \
	  install -D -m 644 sim/shuttle-program.7 \
	  $(DESTDIR)$(prefix)/share/man/man7/shuttle-program.7; fi
	@if [ -f sim/shuttle.bash-completion ]; then set -x; \
	  install -D -m 644 sim/shuttle.bash-completion \
	  $(DESTDIR)$(prefix)/share/bash-completion/completions/shuttle; fi

clean:
	rm -rf build

help:
	@echo 'make run      build, then run the talks of SCENARIO ($(SCENARIO))'
	@echo 'make check    build all variants and run every test'
	@echo 'make all      build build/default/shuttle'
	@echo 'make bench    print speed and memory'
	@echo 'make lint     formatting, static analysis, manual page, scripts'
	@echo 'make format   lay the C sources out as .clang-format says'
	@echo 'make fuzz     fuzz each decoder for FUZZ_SECONDS ($(FUZZ_SECONDS))'
	@echo 'make golden   write the expected outputs of the tests anew'
	@echo 'make install  under prefix ($(prefix)); DESTDIR is honoured'
	@echo 'make deps     install the Debian packages that tests need'
	@echo 'make clean    remove build/'
	@echo
	@echo 'VARIANT=default|asan|O0|clang|fuzz, V=1 shows commands, -j as usual.'
	@echo 'One test: make build/default/tests/test_NAME, then run that file.'
