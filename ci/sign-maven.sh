#!/bin/sh
# sh ci/sign-maven.sh FOLDER: signs everything in a folder that is a Maven repository, as Maven Central demands, with the default key of
# gpg. It runs where that key is, after `cargo xtask release` or `cargo xtask package jvm`, and checks each signature that it made.
set -eu
find "$1" -type f \( -name '*.jar' -o -name '*.aar' -o -name '*.pom' -o -name '*.module' -o -name '*.json' \) | while read -r file; do
    gpg --batch --yes --armor --detach-sign "$file"
    gpg --batch --quiet --verify "$file.asc" "$file"
done
