# Shared by the harness scripts: where things are, the unprivileged user, and
# the temp prefix.  Sourced by bash with set -eu on.
#
# The server refuses to run as root, must not be installed into for a test, and
# finds its share and lib folders relative to its own program.  So a test copies
# the programs into a temp prefix of the same shape, links the rest there entry
# by entry, and installs the extension into that prefix alone (DESTDIR).

umask 022
export PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1

SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
BUILDDIR=${BUILDDIR:-$SOURCE}
PG_CONFIG=${PG_CONFIG:-pg_config}
MAKE=${MAKE:-make}

# Who runs the server: oneself, or nobody in the place of root.
if [ "$(id -u)" = 0 ]; then
	RUN_USER=nobody
else
	RUN_USER=$(id -un)
fi

# Run a command as that user, with the environment of the caller.
as_user()
{
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid "$(id -u nobody)" --regid "$(id -g nobody)" --clear-groups -- "$@"
	else
		"$@"
	fi
}

# Give files to that user.
give_to_user()
{
	if [ "$(id -u)" = 0 ]; then
		chown -R -h "$(id -u nobody):$(id -g nobody)" "$@"
	fi
}

# A fresh folder that both users can reach.  A private TMPDIR could not be
# entered by nobody, and a long one leaves no room for the name of a socket.
temp_folder()	# name
{
	local dir
	dir=$(mktemp -d "/tmp/$1.XXXXXX")
	chmod 755 "$dir"
	echo "$dir"
}

# Call make again in the build folder.
build()	# options, targets
{
	local file=()
	[ "$BUILDDIR" = "$SOURCE" ] || file=(-f "$SOURCE/Makefile")
	"$MAKE" --no-print-directory -C "$BUILDDIR" "${file[@]}" PG_CONFIG="$PG_CONFIG" "$@"
}

# A copy of the sources to build in: objects are for one server and one set of
# options, and those of the caller are left alone.
copy_sources()	# folder
{
	rm -rf "$1"
	mkdir -p "$1"
	sed -E '/^(#|$)/d; s,/$,,; s,^/,./,' "$SOURCE/.gitignore" |
		tar -C "$SOURCE" -X - --exclude=./.git -cf - . |
		tar -C "$1" --no-same-owner -xf -
}

# Run make check in a copy for some kinds of tests, tell what failed, and add to
# $good and $bad.  Each kind's build/check is kept.
check_kinds()	# title, log, copy, kinds, command that calls make there
{
	local title=$1 log=$2 copy=$3 kinds=$4 kind words
	shift 4
	for kind in $kinds; do
		"$@" check ONLY="$kind" TESTS="${TESTS:-}" </dev/null >"$log-$kind.log" 2>&1 || true
		grep -E '^not ok|^[-+]|(warning|error):' "$log-$kind.log" || true
		words=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log-$kind.log" || true)
		if [[ $words =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
			good=$((good + BASH_REMATCH[1]))
			bad=$((bad + BASH_REMATCH[2]))
		else
			words="no result: see $log-$kind.log"
			bad=$((bad + 1))
		fi
		echo "# $title: $kind: $words"
		rm -rf "$log-$kind"
		cp -r "$copy/build/check" "$log-$kind" 2>/dev/null || true
	done
}

# Call make in a copy, for another server or with other options than we were.
make_copy()	# folder, arguments
{
	local folder=$1
	shift
	env -u BUILDDIR -u MAKEFLAGS -u MAKEOVERRIDES "$MAKE" --no-print-directory -C "$folder" "$@"
}

# Every test sees one locale, one time zone and no settings of the caller.
clean_environment()
{
	local name
	for name in $(compgen -e | grep -E '^(PG|LC_)' || true); do
		case $name in
			PG_CONFIG | PG_TEST_*) ;;
			*) unset "$name" ;;
		esac
	done
	unset LANGUAGE TZ
	export LANG=C.UTF-8 TZ=UTC
}

# Link every entry of a folder into another, but for what is ours: an installed
# copy of the extension must not be found, and not be written through a link.
link_entries()	# from, to, name to leave out
{
	local entry link=(ln -s)
	mkdir -p "$2"
	# in somebody's home nobody may not read what a link names
	as_user test -r "$1" || link=(cp -r)
	for entry in "$1"/*; do
		case ${entry##*/} in
			complaint.control | complaint--* | complaint.so | "${3:-}") ;;
			'*') ;;
			*) "${link[@]}" "$entry" "$2/" ;;
		esac
	done
}

# Let another program run the server: what make valgrind is about.
wrap_server()	# folder of programs
{
	mv "$1/postgres" "$1/postgres-itself"
	cp "$SERVER_WRAPPER" "$1/postgres"
	chmod 755 "$1/postgres"
}

# Make the temp prefix and install the built extension into it.
# Sets PREFIX_BIN, the folder of its programs.
make_prefix()	# folder
{
	local bin lib share
	bin=$("$PG_CONFIG" --bindir)
	lib=$("$PG_CONFIG" --pkglibdir)
	share=$("$PG_CONFIG" --sharedir)
	mkdir -p "$1$bin"
	cp -L "$bin"/* "$1$bin/"
	[ -z "${SERVER_WRAPPER:-}" ] || wrap_server "$1$bin"
	link_entries "$lib" "$1$lib"
	link_entries "$share" "$1$share" extension
	link_entries "$share/extension" "$1$share/extension"
	build -s DESTDIR="$1" install
	PREFIX_BIN=$1$bin
}

# The Python that has psycopg2: where there are several, Debian's own.
python_with_psycopg2()
{
	local python
	for python in /usr/bin/python3 python3; do
		! "$python" -c 'import psycopg2' 2>/dev/null || break
	done
	echo "$python"
}

fail()
{
	echo "$*" >&2
	exit 1
}
