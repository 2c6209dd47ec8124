#!/bin/sh
# Makes EkycCoreLibrary.xcframework, the Rust core for Apple's platforms: `cargo xtask package apple` calls it on a Mac with Xcode.
#
# Never run on a Mac so far: nobody who wrote it had one. Frameworks and not plain headers, because two packages with plain headers and
# module maps collide in Xcode, and Xcode 26 does not find headers in sub-folders.
#
# Usage: ci/xcframework.sh VERSION TARGET-FOLDER XCFRAMEWORK, in the repository, after `cargo xtask bindings`. Without arguments it only says
# what must be installed first.
set -eu
name=EkycCoreLibrary
header=bindings/swift/Sources/EkycCoreFFI/include/EkycCoreFFI.h
privacy=bindings/swift/Sources/Ekyc/PrivacyInfo.xcprivacy
# Its name, Apple's name, the oldest version (that of bindings/swift/Package.swift), and the Rust targets that are joined in it.
platforms='macos MacOSX 13.0 aarch64-apple-darwin x86_64-apple-darwin
ios iPhoneOS 16.0 aarch64-apple-ios
ios-simulator iPhoneSimulator 16.0 aarch64-apple-ios-sim x86_64-apple-ios'

missing='' absent=''
command -v xcodebuild >/dev/null || missing='
  macOS with Xcode, whose `xcodebuild`, `lipo` and SDKs are needed'
for one in $(echo "$platforms" | cut -d ' ' -f 4-); do
    [ -d "$(rustc --print sysroot)/lib/rustlib/$one/lib" ] || absent="$absent $one"
done
[ -z "$absent" ] || missing="$missing
  run \`rustup target add$absent\`"
if [ -n "$missing" ]; then
    echo "an XCFramework cannot be made here. Missing:$missing" >&2
    exit 1
fi
[ $# = 3 ] || exit 0

version=$1 target=$2 finished=$3
work=$target/xtask/package-apple
rm -rf "$work" "$finished"
mkdir -p "$work" "$(dirname "$finished")"
# Apple puts a low line before every name of C.
tr -c 'a-zA-Z0-9_(' '\n' <"$header" | sed -nE 's/^((uniffi_|ffi_)?ekyc_[a-zA-Z0-9_]*)\(.*/_\1/p' | sort -u >"$work/names"

# The static library of one Rust target, in which nothing is global but what the header names.
close() {
    cargo rustc --package ekyc-swift --lib --crate-type staticlib --profile size --target "$1" --target-dir "$target"
    case $1 in x86_64*) processor=x86_64 ;; *) processor=arm64 ;; esac
    ld -r -S -arch "$processor" -all_load "$target/$1/size/libekyc_swift.a" -exported_symbols_list "$work/names" -o "$work/$1.o"
    nm -gjU "$work/$1.o" | sort | diff "$work/names" - >&2 || { echo "$1: these names are missing (<) or not ours (>)" >&2; exit 1; }
    libtool -static -o "$work/$1.a" "$work/$1.o"
}

# A framework: the library, a header for its module (the functions are declared in the Swift package), the privacy manifest, and a list.
write() {
    contents=$1 resources=$2 platform=$3 key=$4 oldest=$5
    mkdir -p "$contents/Headers" "$contents/Modules" "$resources"
    cp "$privacy" "$resources/PrivacyInfo.xcprivacy"
    echo '// The functions are declared in the Swift package, which is the only user of this library.' >"$contents/Headers/$name.h"
    printf 'framework module %s {\n    umbrella header "%s.h"\n    export *\n}\n' $name $name >"$contents/Modules/module.modulemap"
    cat >"$resources/Info.plist" <<END
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
    <key>CFBundleExecutable</key> <string>$name</string>
    <key>CFBundleIdentifier</key> <string>io.github.ekyc.$name</string>
    <key>CFBundleInfoDictionaryVersion</key> <string>6.0</string>
    <key>CFBundleName</key> <string>$name</string>
    <key>CFBundlePackageType</key> <string>FMWK</string>
    <key>CFBundleShortVersionString</key> <string>$version</string>
    <key>CFBundleVersion</key> <string>$version</string>
    <key>$key</key> <string>$oldest</string>
    <key>CFBundleSupportedPlatforms</key> <array><string>$platform</string></array>
</dict>
</plist>
END
}

echo "$platforms" | while read -r slice platform oldest targets; do
    framework=$work/$slice/$name.framework archives=''
    if [ "$slice" = macos ]; then
        export MACOSX_DEPLOYMENT_TARGET="$oldest"
        # There the contents lie in a folder of a version, with links to it.
        contents=$framework/Versions/A
        write "$contents" "$contents/Resources" "$platform" LSMinimumSystemVersion "$oldest"
        ln -s A "$framework/Versions/Current"
        for part in $name Headers Modules Resources; do ln -s "Versions/Current/$part" "$framework/$part"; done
    else
        unset MACOSX_DEPLOYMENT_TARGET
        export IPHONEOS_DEPLOYMENT_TARGET="$oldest"
        contents=$framework
        write "$contents" "$contents" "$platform" MinimumOSVersion "$oldest"
    fi
    for one in $targets; do
        close "$one"
        archives="$archives $work/$one.a"
    done
    # shellcheck disable=SC2086 # A list; the build folder has no blanks where this runs.
    lipo -create -output "$contents/$name" $archives
done
set -- -create-xcframework
for slice in macos ios ios-simulator; do set -- "$@" -framework "$work/$slice/$name.framework"; done
xcodebuild "$@" -output "$finished"
# Where bindings/swift/Package.swift looks for it. As a whole: links in a framework of macOS must stay links.
rm -rf "bindings/swift/lib/$name.xcframework"
cp -R "$finished" "bindings/swift/lib/$name.xcframework"
