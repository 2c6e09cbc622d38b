# Roots with other server versions than the machine's: for make matrix and make
# upgrade.  Sourced after common.sh; wants $results, a folder for logs.
#
# A version that pg_config does not name runs in a root of the Debian suite that
# has it, made by mmdebstrap once and kept in MATRIX_DIR.  What runs in it is
# nobody's.

MATRIX_DIR=${MATRIX_DIR:-$BUILDDIR/build/matrix}
declare -A suite=([15]=bookworm [17]=trixie [18]=forky)

known_versions()	# versions
{
	local version
	for version in "$@"; do
		[ -n "${suite[$version]:-}" ] || fail "a version must be of ${!suite[*]}, not \"$version\""
	done
}

of_this_machine()	# version
{
	[[ "$("$PG_CONFIG" --version 2>/dev/null)" == "PostgreSQL $1"[.a-z]* ]]
}

# The development packages depend on a clang that nobody needs: they are
# unpacked without what they ask for.  A root that was made when the tests asked
# for less is given the rest.
make_root()	# version
{
	local root=$MATRIX_DIR/$1 packages log=$results/$1-root.log
	packages=postgresql-$1,gcc,libc6-dev,make,perl,libicu-dev,libipc-run-perl,python3,python3-psycopg2,mount
	[ "$(cat "$root/ready" 2>/dev/null)" != "$packages" ] || return 0
	[ "$(id -u)" = 0 ] || fail "to make the root for PostgreSQL $1 takes root"
	if [ -e "$root/ready" ]; then
		echo "# packages for the root with PostgreSQL $1"
		chroot "$root" env DEBIAN_FRONTEND=noninteractive sh -ec 'apt-get -q update
			apt-get -qy install --no-install-recommends "$@"' sh ${packages//,/ } </dev/null >"$log" 2>&1 ||
			fail "no packages for PostgreSQL $1: see $log"
		echo "$packages" >"$root/ready"
		return 0
	fi
	echo "# making a root with PostgreSQL $1 (${suite[$1]})"
	rm -rf "$root"
	mkdir -p "$MATRIX_DIR"
	mmdebstrap --mode=root --variant=apt --include="$packages" \
		--aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Retries "3"' \
		--customize-hook='chroot "$1" sh -ec "cd /root
			apt-get download postgresql-server-dev-'"$1"' libpq-dev
			for package in *.deb; do dpkg -x \$package /; done
			rm *.deb"' \
		"${suite[$1]}" "$root" </dev/null >"$log" 2>&1 ||
		{
			tail -n 20 "$log" >&2
			fail "no root for PostgreSQL $1: see $log"
		}
	echo "$packages" >"$root/ready"
}

# Run a command in the root of a version.  Where one may mount (in a container
# one may not), the command gets a /proc, and no chroot but mounts of its own,
# which the kernel wants of those who want more of them.
in_root()	# version, command
{
	local root=$MATRIX_DIR/$1 clean=(/usr/bin/env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin HOME=/tmp LANG=C.UTF-8)
	shift
	if unshare --mount mount -t proc none "$root/proc" 2>/dev/null; then
		unshare --mount sh -ec 'mount --bind "$0" "$0"; mount -t proc none "$0/proc"; cd "$0"
			pivot_root . .; umount -l .; cd /; exec "$@"' "$root" \
			setpriv --reuid nobody --regid nogroup --clear-groups "${clean[@]}" "$@"
	else
		chroot --userspec=nobody:nogroup --groups= "$root" "${clean[@]}" "$@"
	fi
}

# Which release of a version it is: what pg_config says, 17.2.
release_of()	# version
{
	if of_this_machine "$1"; then
		"$PG_CONFIG" --version
	else
		in_root "$1" "/usr/lib/postgresql/$1/bin/pg_config" --version
	fi | sed 's/^PostgreSQL \([^ ]*\).*/\1/'
}

# Where the sources are copied to for a version.
copy_for()	# version
{
	if of_this_machine "$1"; then
		echo "$results/$1"
	else
		echo "$MATRIX_DIR/$1/complaint"
	fi
}

# Call make for a version, in its copy of the sources.
make_for()	# version, arguments
{
	local version=$1
	shift
	if of_this_machine "$version"; then
		make_copy "$(copy_for "$version")" "$@"
	else
		in_root "$version" PG_CONFIG="/usr/lib/postgresql/$version/bin/pg_config" \
			make --no-print-directory -C /complaint "$@"
	fi
}

# Make the root, if it takes one, copy the sources and build; false if there is
# an error or a warning, which is printed.
build_for()	# version
{
	local copy log=$results/$1-build.log
	of_this_machine "$1" || make_root "$1"
	copy=$(copy_for "$1")
	copy_sources "$copy"
	of_this_machine "$1" || give_to_user "$copy"
	echo "# PostgreSQL $1: build"
	make_for "$1" all </dev/null >"$log" 2>&1 || echo 'error: make failed' >>"$log"
	! grep -E '(warning|error):' "$log"
}
