#!/bin/sh
# Swift 6: this machine's own, that of its Debian, or for a Debian 12, which has none, Debian 13 in a folder. The folder needs root, and a
# container that allows mounts.
#
#   ci/swift-chroot.sh ready FOLDER    Says `here` if this machine has it, or FOLDER if that is whole and of today's recipe; else fails.
#   ci/swift-chroot.sh make FOLDER     Installs it. The folder takes about a minute, 560 MB to fetch and 2.8 GB on disk.
#   ci/swift-chroot.sh run FOLDER WORKING-FOLDER PATH... -- PROGRAM ARGUMENT...
#       Runs a program in it that sees these PATHs of this machine at their own places. Each mount ends with the program, and none is
#       ever seen outside.
set -eu
suite=trixie
packages='swiftlang libc6-dev libstdc++-14-dev git ca-certificates pkg-config'
# Written last: the proof that the folder is whole.
mark=etc/ekyc-swift-recipe
verb=$1 root=$2

case $verb in
ready)
    if swift --version 2>/dev/null | grep -qE 'Swift version ([6-9]|[1-9][0-9])'; then
        echo here
    else
        [ "$(cat "$root/$mark" 2>/dev/null)" = "$suite $packages" ] && echo "$root"
    fi
    ;;

make)
    other='install Swift 6 from swift.org, put `swift` on PATH, and run this again.'
    if ! grep -qx 'ID=debian' /etc/os-release 2>/dev/null; then
        echo "Swift 6 is needed and this is not Debian: $other" >&2
        exit 1
    fi
    if [ "$(id -u)" != 0 ]; then
        echo "Swift 6 is needed, and only root may install Debian's. Run this as root, or $other" >&2
        exit 1
    fi
    if [ "${3:-}" != inside ]; then
        # Another apt may be running (unattended upgrades on a fresh machine): wait for it. A broken source that we do not need is no hindrance.
        export DEBIAN_FRONTEND=noninteractive
        apt() { apt-get -q -o DPkg::Lock::Timeout=300 "$@"; }
        apt update || true
        if LC_ALL=C apt-cache policy swiftlang | grep -qE 'Candidate: ([6-9]|[1-9][0-9])[.]'; then
            apt install -y --no-install-recommends swiftlang libstdc++-dev
            exit
        fi
        apt install -y --no-install-recommends debootstrap debian-archive-keyring
    fi
    # In a mount namespace, so that what debootstrap mounts cannot be left behind.
    [ "${3:-}" = inside ] || exec unshare --mount --propagation private sh "$0" make "$root" inside
    codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
    mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $codename" 'Component: main' 'Created-By: Packages' | head -n 1)
    part=$root.unfinished
    rm -rf --one-file-system "$part"
    debootstrap --variant=minbase --force-check-gpg --keyring=/usr/share/keyrings/debian-archive-keyring.gpg "$suite" "$part" "$mirror"
    # What this machine needs to reach its mirror, the other needs as well.
    apt-config dump | grep '^Acquire::' | grep -v 'Auto-\?Detect' >"$part/etc/apt/apt.conf.d/90host" || true
    if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
        mkdir -p "$part/etc/ssl/certs"
        cp -L /etc/ssl/certs/ca-certificates.crt "$part/etc/ssl/certs/"
    fi
    inside() { sh "$0" run "$part" / -- env DEBIAN_FRONTEND=noninteractive "$@"; }
    inside apt-get -q update
    # shellcheck disable=SC2086 # A list of words.
    inside apt-get -q install -y --no-install-recommends $packages
    inside apt-get clean
    inside swift --version
    echo "$suite $packages" >"$part/$mark"
    rm -rf --one-file-system "$root"
    mv "$part" "$root"
    ;;

run)
    # Not only once: a mount of another run must not be seen here either.
    exec unshare --mount --propagation private sh "$0" enter "$@"
    ;;

enter)
    # `run FOLDER ...` is behind the first word.
    root=$3 folder=$4
    shift 4
    show() {
        # What lies in a folder that is shown already is there.
        [ ! "$root$1" -ef "$1" ] || return 0
        if [ -d "$1" ]; then
            mkdir -p "$root$1"
        else
            mkdir -p "$root$(dirname "$1")"
            [ -e "$root$1" ] || : >"$root$1"
        fi
        mount --rbind "$(readlink -f "$1")" "$root$1"
    }
    mount --rbind /proc "$root/proc"
    mount --rbind /dev "$root/dev"
    # Mounted rather than copied, because they change with the network.
    for file in /etc/resolv.conf /etc/hosts; do
        [ ! -e "$file" ] || show "$file"
    done
    while [ "$1" != -- ]; do
        show "$1"
        shift
    done
    shift
    # Of our environment a program inside knows what is the library's and the network's. A file that such a variable names is shown, wherever
    # it lies.
    for name in $(awk 'BEGIN { for (name in ENVIRON) print name }'); do
        case $name in
        EKYC_*)
            value=$(printenv "$name")
            case $value in /*) ;; *) [ ! -f "$value" ] || export "$name=$PWD/$value" ;; esac
            value=$(printenv "$name")
            case $value in /?*) [ ! -e "$value" ] || show "$value" ;; esac
            ;;
        ALIBABA_CLOUD_* | CI | TERM | TMPDIR | *_proxy | *_PROXY | PATH | PWD | _ | *[!A-Za-z0-9_]*) ;;
        *) unset "$name" ;;
        esac
    done
    export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
    exec chroot "$root" /usr/bin/env --chdir="$folder" "$@"
    ;;

*)
    echo "There are ready, make and run, and no $verb." >&2
    exit 2
    ;;
esac
