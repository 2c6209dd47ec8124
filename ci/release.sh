#!/bin/sh
# The last steps of `cargo xtask release`, which has put the rest into FOLDER: archives whose bytes depend on the contents alone, the notes, sums
# over everything as `sha256sum --check` reads them, and their signature where EKYC_SIGNING_KEY names a key in gpg's keyring.
#
# Usage: ci/release.sh FOLDER VERSION LEFT-OUT SWIFT-PACKAGE [XCFRAMEWORK], in the repository. LEFT-OUT is a list for the notes, or empty.
set -eu
folder=$1 version=$2 left_out=$3 swift=$4 xcframework=${5:-}

pack() {
    tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --exclude=.git --use-compress-program='gzip -n' -cf "$2" \
        -C "$(dirname "$1")" "$(basename "$1")"
}
pack "$swift" "$folder/ekyc-swift-$version.tar.gz"
[ -z "$xcframework" ] || pack "$xcframework" "$folder/$(basename "$xcframework").tar.gz"

changes=$(awk -v version="$version" '/^## / { inside = $2 == version; next } inside' CHANGELOG.md)
if [ -z "$changes" ]; then
    echo "CHANGELOG.md says nothing of $version" >&2
    exit 1
fi
{
    printf '# ekyc %s\n' "$version"
    [ -z "$left_out" ] || printf '\n**Not in this release: %s.**\n' "$left_out"
    printf '\n%s\n' "$(printf '%s\n' "$changes" | sed '/./,$!d')"
} >"$folder/NOTES.md"

cd "$folder"
rm -f SHA256SUMS SHA256SUMS.asc
find . -type f ! -name SHA256SUMS -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sed 's|  \./|  |' >SHA256SUMS
if [ -n "${EKYC_SIGNING_KEY:-}" ]; then
    gpg --batch --yes --armor --detach-sign --local-user "$EKYC_SIGNING_KEY" SHA256SUMS
else
    echo '    nothing is signed: EKYC_SIGNING_KEY names no key of gpg' >&2
fi
