#!/bin/sh
# Unpacks Debian's Java for arm64 into a folder, where qemu's user emulation finds it. Nothing in it is configured or run here, so it
# needs no root's rights but those of debootstrap. About 20 seconds and 0.5 GB.
#
# Usage: ci/arm64-java.sh FOLDER
set -eu
root=$1
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $codename" 'Component: main' 'Created-By: Packages' | head -n 1)
rm -rf "$root.part"
mkdir -p "$(dirname "$root")"
debootstrap --foreign --variant=minbase --arch=arm64 --include=default-jre-headless "$codename" "$root.part" "$mirror"
for package in "$root.part"/var/cache/apt/archives/*.deb; do
    dpkg-deb --extract "$package" "$root.part"
done
rm -rf "$root.part/var/cache/apt/archives"
rm -rf "$root"
mv "$root.part" "$root"
