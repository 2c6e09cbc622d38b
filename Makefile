# complaint: build, install and test
#
#   make                 the module, the install script and complaint-listen
#   make install         into the server that PG_CONFIG names (DESTDIR= works)
#   make installcheck    the SQL tests against the running server that PG* name
#   make check           everything, hermetic: ONLY=regress|isolation|tap|unit|
#                        clients|fuzz for one kind, TESTS="a b" for some tests,
#                        KEEP=1 keeps, JOBS=n run at a time
#   make demo            the main job on conversations: CHATS=file.csv[.gz] KEEP=1;
#                        WORKBENCH=1 serves an agent's workbench
#   make bench           costs against a bare table and other means: QUICK=1 for
#                        a short run, ONLY="match insert" for parts, DATA=folder
#   make quality         verdicts against labelled rows: DATA=folder or CSV=file,
#                        see README.md
#   make matrix          make check on PostgreSQL 15, 17 and 18 in roots of their
#                        own: MATRIX="17 18", ONLY= and TESTS= as for check
#   make upgrade         pg_upgrade from 15 to 17 to 18, in those roots: UPGRADE=
#   make check-cassert   the tests on a server built with assertions
#   make coverage        the lines of src that the tests run
#   make valgrind        regression tests under valgrind: TESTS="a b", FULL=1
#   make growth          memory over a million messages: MESSAGES= CHANGES= FAILURES=
#   make torture         random clients through disasters, and an oracle:
#                        SEED=n MINUTES=m, see test/README.md
#   make fuzz            libFuzzer on src/text and the rule language:
#                        SECONDS_EACH=60, TARGET=text|pattern
#   make lint            what can be said of the sources without running them:
#                        DEEP=1 with clang-tidy and cppcheck
#   make mutation        faults put into a copy, which a test must catch:
#                        FAULTS="a b" for some
#   make packaging       build and install from a release tarball
#
# A build in another folder: make -f /path/to/complaint/Makefile

SHELL = /bin/bash
PG_CONFIG ?= pg_config

here := $(patsubst %/,%,$(dir $(realpath $(firstword $(MAKEFILE_LIST)))))
source := $(if $(filter $(CURDIR),$(here)),.,$(here))

# ---------------------------------------------------------------------------
# Targets that must work before there is a server on the machine.  PGXS cannot
# be included without pg_config, and it has a "check" of its own that only says
# no; so these come without PGXS, install what is missing and call make again.
# ---------------------------------------------------------------------------
harness = prerequisites check matrix upgrade growth check-cassert coverage valgrind demo bench quality torture fuzz lint mutation packaging
again = $(MAKE) --no-print-directory $(if $(filter .,$(source)),,-f '$(here)/Makefile')

ifneq ($(filter $(harness),$(MAKECMDGOALS)),)

export PG_CONFIG
export BUILDDIR := $(CURDIR)

.NOTPARALLEL:
.PHONY: $(MAKECMDGOALS)

prerequisites:
	@'$(here)/test/tools/prerequisites' build check demo

# those of the tests that need more on the machine than the others
check: at_once = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))
check: extra = $(filter $(or $(ONLY),clients fuzz),clients fuzz)
check:
	@'$(here)/test/tools/prerequisites' build check $(extra)
	@$(if $(filter clients,$(extra)),'$(here)/test/tools/node-modules' test)
	@$(again) $(at_once) $(if $(filter-out unit,$(or $(ONLY),all)),all) check-meta
	@MAKE='$(MAKE)' '$(here)/test/tools/check'

matrix upgrade:
	@'$(here)/test/tools/prerequisites' build check matrix
	@MAKE='$(MAKE)' '$(here)/test/tools/$@'

growth: export MESSAGES ?= 1000000
growth: export CHANGES ?= 10000
growth: export FAILURES ?= 10000
growth:
	@$(again) check ONLY=tap TESTS=growth

check-cassert valgrind:
	@'$(here)/test/tools/prerequisites' build check debug-server
	@MAKE='$(MAKE)' '$(here)/test/tools/$@'

coverage:
	@'$(here)/test/tools/prerequisites' build check
	@MAKE='$(MAKE)' '$(here)/test/tools/coverage'

demo:
	@'$(here)/test/tools/prerequisites' build demo $(if $(WORKBENCH),workbench)
	@$(if $(WORKBENCH),'$(here)/test/tools/node-modules')
	@$(again) all
	@MAKE='$(MAKE)' '$(here)/test/demo/run'

bench:
	@'$(here)/test/tools/prerequisites' build bench
	@$(if $(if $(ONLY),$(filter match instructions,$(ONLY)),all), \
		'$(here)/test/tools/prerequisites' bench-peers || echo "What these are for is left out.")
	@$(again) all
	@MAKE='$(MAKE)' '$(here)/test/bench/run'

quality:
	@'$(here)/test/tools/prerequisites' build quality
	@$(again) all
	@MAKE='$(MAKE)' '$(here)/test/quality/run'

torture:
	@'$(here)/test/tools/prerequisites' build demo
	@$(again) all
	@MAKE='$(MAKE)' '$(here)/test/torture/run'

lint:
	@'$(here)/test/tools/prerequisites' build check $(if $(DEEP),lint)
	$(if $(DEEP),@$(again) -s all)
	@'$(here)/test/tools/lint'

mutation:
	@'$(here)/test/tools/prerequisites' build check
	@MAKE='$(MAKE)' '$(here)/test/mutation/run'

packaging:
	@'$(here)/test/tools/prerequisites' build check
	@MAKE='$(MAKE)' '$(here)/test/tools/packaging'

fuzz:
	@'$(here)/test/tools/prerequisites' build fuzz
	@$(again) fuzz-programs
	@'$(here)/test/fuzz/run'

others = $(filter-out $(harness),$(MAKECMDGOALS))
ifneq ($(others),)
$(others):
	@$(again) $@
endif

else

# ---------------------------------------------------------------------------
# The build, by PGXS
# ---------------------------------------------------------------------------
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
ifeq ($(wildcard $(PGXS)),)
$(error no server headers found by "$(PG_CONFIG) --pgxs": set PG_CONFIG, or run test/tools/prerequisites)
endif

# Tables that programs of ours write: see below
generators = src/text/fold_gen src/text/sound_gen
tables = $(generators:_gen=_table.h)

# What compiled rule sets in files are told apart by: see ruleset_key.c
stamp = src/rules/build_stamp.h

# make would take what is built in the source folder for what it has to build
ifneq ($(source),.)
ifneq ($(wildcard $(source)/complaint.so $(source)/complaint--*.sql $(source)/complaint-listen \
	$(tables:%=$(source)/%) $(source)/$(stamp)),)
$(error $(source) is built in itself: "make clean" there before you build elsewhere)
endif
endif

EXTENSION = complaint
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'.*/\1/p" '$(source)/complaint.control')
MODULE_big = complaint

c_sources := $(sort $(filter-out $(generators:=%.c), \
	$(patsubst $(source)/%,%,$(foreach room,src src/text src/rules src/live,$(wildcard $(source)/$(room)/*.c)))))
OBJS = $(c_sources:.c=.o)

# The install script: its parts in the order in which they need each other.
# The guard comes last: it makes the shipped rows above it read-only.
sql_parts = \
	sql/pattern.sql \
	sql/definitions.sql \
	sql/classify.sql \
	sql/live.sql \
	sql/policy.sql \
	sql/alert.sql \
	sql/delivery.sql \
	sql/due.sql \
	sql/worker.sql \
	sql/rights.sql \
	sql/default/taxonomy.sql \
	sql/default/en.sql \
	sql/default/en_turns.sql \
	sql/default/zh.sql \
	sql/default/zh_chat.sql \
	sql/default/tests_en.sql \
	sql/default/tests_zh.sql \
	sql/default/policies.sql \
	sql/guard.sql
# A program beside the module: PGXS has no rule for that, but installs it with
# the scripts that a build makes.
listen_objects := $(sort $(patsubst $(source)/%.c,%.o,$(wildcard $(source)/src/bin/*.c)))
SCRIPTS_built = complaint-listen

install_script = complaint--$(EXTVERSION).sql
DATA_built = $(install_script)
# make quality DATA=folder is handed down to here, where the name is PGXS's own
override DATA = $(patsubst $(source)/%,%,$(wildcard $(source)/sql/complaint--*--*.sql))

# No bitcode: nothing of ours is worth inlining into a query, and the build
# then needs no clang of the very version that the server was built with.
override with_llvm = no

# The server's headers are system headers here (-isystem wins over the -I that
# PGXS gives for the same folder): their warnings under -Wextra are not ours.
#   unused-parameter         every PG_FUNCTION_ARGS, hook and callback has some
#   missing-field-initializers  the server's own idiom for partly filled structs
#   declaration-after-statement, in the server's flags, is a rule for C90
# The generated tables are found last, so that no header in src/text can
# stand in for one of the server's with the same name.
PG_CPPFLAGS = -I'$(source)/src' -isystem '$(shell $(PG_CONFIG) --includedir-server)' -idirafter src/text -idirafter src/rules
PG_CFLAGS = -std=gnu11 -Wall -Wextra -Wshadow -Wno-unused-parameter \
	-Wno-missing-field-initializers -Wno-declaration-after-statement -fno-semantic-interposition -MMD -MP

# What we call of our own is bound to our own: nobody else's function of the same
# name takes its place, no call goes through a table, and a connection that loads
# the library looks up fewer symbols.  (Servers from 16 on hide the names as well.)
SHLIB_LINK = $(icu_libs) $(if $(filter-out darwin win32,$(PORTNAME)),-Wl$(comma)-Bsymbolic)
comma = ,

EXTRA_CLEAN = build $(OBJS:.o=.d) $(listen_objects) $(listen_objects:.o=.d) $(generators) $(tables) $(stamp) \
	$(wildcard complaint--*.sql)

# "make installcheck" is below: its tests do not lie where PGXS looks
NO_INSTALLCHECK = yes

include $(PGXS)

# Folders for the objects of a build elsewhere; named in full, since make would
# find those of the source folder otherwise
object_folders = $(addprefix $(CURDIR)/,$(sort $(patsubst %/,%,$(dir $(OBJS))) src/text src/bin))
$(OBJS): | $(object_folders)
$(object_folders):
	$(MKDIR_P) $@

-include $(OBJS:.o=.d)

# ---------------------------------------------------------------------------
# Tables written by programs that ask ICU.  The module itself asks ICU only
# where words end (word_bound.c).
# ---------------------------------------------------------------------------
icu_cflags = $(if $(ICU_LIBS),$(ICU_CFLAGS),$(shell pkg-config --cflags icu-uc icu-i18n 2>/dev/null))
icu_libs = $(or $(ICU_LIBS),$(shell pkg-config --libs icu-uc icu-i18n 2>/dev/null),-licui18n -licuuc -licudata)

own_warnings = -std=gnu11 -Wall -Wextra -Wshadow

src/text/fold_gen: src/text/fold_gen_point.c src/text/fold_gen.h src/text/fold_class.h

$(generators): src/text/%_gen: src/text/%_gen.c | $(CURDIR)/src/text
	$(CC) -O2 $(own_warnings) -I'$(source)/src' $(icu_cflags) $(filter %.c,$^) -o $@ $(icu_libs)

$(tables): src/text/%_table.h: src/text/%_gen
	./$< >$@.new
	mv $@.new $@

# the first build has no .d files yet that would say who includes them
$(filter src/text/%,$(OBJS)): | $(tables)

# Any change of these sources may be one of the layout of a compiled rule set.
compiler_sources := $(sort $(filter-out $(generators:%=$(source)/%.c) $(tables:%=$(source)/%) $(source)/$(stamp), \
	$(wildcard $(source)/src/text/*.[ch] $(source)/src/rules/*.[ch])))

$(stamp): $(compiler_sources) complaint.control | $(CURDIR)/src/rules
	{ echo '/* made by make */'; \
	echo '#define COMPLAINT_VERSION "$(EXTVERSION)"'; \
	echo "#define COMPLAINT_SOURCES \"$$(cat $(compiler_sources) | cksum | tr ' ' -)\""; } >$@.new
	mv $@.new $@

src/rules/ruleset_key.o: $(stamp)

# ---------------------------------------------------------------------------
# complaint-listen: an ordinary program, with libpq and nothing of the server's
# ---------------------------------------------------------------------------
-include $(listen_objects:.o=.d)

# complaint.control says the version.  No server headers, so all warnings.
$(listen_objects): src/bin/%.o: src/bin/%.c complaint.control | $(CURDIR)/src/bin
	$(CC) $(CFLAGS) -Wunused-parameter -Wmissing-field-initializers -DCOMPLAINT_VERSION='"$(EXTVERSION)"' \
		-I'$(shell $(PG_CONFIG) --includedir)' $(CPPFLAGS) -D_GNU_SOURCE -c $< -o $@

complaint-listen: $(listen_objects)
	$(CC) $(CFLAGS) $^ -o $@ $(LDFLAGS) $(LDFLAGS_EX) -L'$(shell $(PG_CONFIG) --libdir)' -lpq

# ---------------------------------------------------------------------------
# The install script
# ---------------------------------------------------------------------------
$(install_script): sql/assemble $(sql_parts) complaint.control
	perl $< '$(EXTVERSION)' $(filter %.sql,$^) >$@.new
	mv $@.new $@

# META.json and CHANGELOG.md say the version too: they must agree
.PHONY: check-meta
check-meta:
	@'$(here)/test/tools/check-meta'

# ---------------------------------------------------------------------------
# Tests against a running server, and the unit tests of src/text
# ---------------------------------------------------------------------------
.PHONY: installcheck
installcheck: all
	'$(here)/test/tools/installcheck'

# The text room runs outside the server: its tests are ordinary programs,
# with the sanitizers where the compiler has their libraries and they can run
# (in a chroot without /proc they cannot).
sanitizers := $(shell program=$$(mktemp) && echo 'int main(void) { return 0; }' | \
	gcc -x c - -fsanitize=address,undefined -o $$program 2>/dev/null && \
	ASAN_OPTIONS=detect_leaks=0 $$program 2>/dev/null && \
	echo -fsanitize=address,undefined -fno-sanitize-recover=undefined; rm -f $$program)
text_sources = $(filter src/text/%,$(c_sources))
unit_programs = $(patsubst $(source)/test/unit/%.c,build/unit/%,$(wildcard $(source)/test/unit/*.c))

.PHONY: unit-tests
unit-tests: $(if $(TESTS),$(filter $(TESTS:%=build/unit/%),$(unit_programs)),$(unit_programs))

text_headers = $(tables) $(wildcard $(source)/src/text/*.h $(source)/test/unit/*.h)

unit_flags = -g -O1 $(own_warnings) $(sanitizers) -DCOMPLAINT_STANDALONE \
	-I'$(source)/src' -idirafter src/text $(icu_cflags)
unit_objects = $(text_sources:src/text/%.c=build/unit/text/%.o)

$(unit_objects): build/unit/text/%.o: src/text/%.c $(text_headers)
	$(MKDIR_P) $(@D)
	$(CC) $(unit_flags) -c $< -o $@

$(unit_programs): build/unit/%: test/unit/%.c $(unit_objects) $(text_headers)
	$(CC) $(unit_flags) $(filter %.c %.o,$^) -o $@ $(icu_libs) -lm

# What the text room costs alone, beside others that find literals; vectorscan
# needs Debian's libvectorscan-dev.
bench_programs = build/bench/match_bench build/bench/vectorscan_bench
build/bench/match_bench: bench_flags = -Wno-format-truncation -DCOMPLAINT_STANDALONE -I'$(source)/src' -idirafter src/text $(icu_cflags)
build/bench/match_bench: bench_libs = $(icu_libs) -lm
build/bench/match_bench: $(text_sources) $(text_headers)
build/bench/vectorscan_bench: bench_flags = $(shell pkg-config --cflags libhs 2>/dev/null || echo -I/usr/include/hs)
build/bench/vectorscan_bench: bench_libs = -lhs

$(bench_programs): build/bench/%: test/bench/%.c test/bench/scan_bench.c test/bench/scan_bench.h
	$(MKDIR_P) $(@D)
	$(CC) -g -O2 $(own_warnings) -I'$(source)/test/bench' $(bench_flags) $(filter %.c,$^) -o $@ $(bench_libs)

# Coverage-guided fuzzing needs clang.  The text room is built as for the unit
# tests; the rule language with the server's headers and a shim for the server.
fuzz_build = clang -g -O1 -std=gnu11 -Wall -Wextra -Wshadow -Wno-bitwise-instead-of-logical \
	-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
	-I'$(source)/src' -I'$(source)/test/fuzz'
pattern_sources = $(filter src/rules/pattern%,$(filter-out src/rules/pattern.c,$(c_sources)))

.PHONY: fuzz-programs
fuzz-programs: build/fuzz/text build/fuzz/pattern

build/fuzz/text: test/fuzz/text_target.c $(text_sources) $(text_headers)
	$(MKDIR_P) $(@D)
	$(fuzz_build) -DCOMPLAINT_STANDALONE $(icu_cflags) -idirafter src/text $(filter %.c,$^) -o $@ $(icu_libs) -lm

build/fuzz/pattern: test/fuzz/pattern_target.c test/fuzz/server_shim.c $(pattern_sources) \
		$(text_sources) $(text_headers) $(wildcard $(source)/src/rules/*.h $(source)/test/fuzz/*.h)
	$(MKDIR_P) $(@D)
	$(fuzz_build) -Wno-unused-parameter -Wno-missing-field-initializers -Wno-declaration-after-statement \
		$(icu_cflags) -isystem '$(shell $(PG_CONFIG) --includedir-server)' -idirafter src/text $(filter %.c,$^) -o $@ \
		-L'$(shell $(PG_CONFIG) --pkglibdir)' -L'$(shell $(PG_CONFIG) --libdir)' -lpgcommon -lpgport $(icu_libs) -lm

export PG_CONFIG
installcheck: export BUILDDIR := $(CURDIR)

endif
