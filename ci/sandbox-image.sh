#!/bin/sh
# The image of the sandbox, built by buildah without a daemon, as an archive that `docker load` and `podman load` take; then a call of the sandbox
# in it by a program that prints a TransactionId, such as the sample.
#
# Usage: ci/sandbox-image.sh FOLDER ARCHIVE NAME PROCESSOR PROGRAM..., in the repository. FOLDER holds the sandbox's programs.
set -eu
folder=$1 archive=$2 name=$3 processor=$4
shift 4
storage=$(mktemp -d)
buildah() { command buildah --storage-driver vfs --root "$storage/root" --runroot "$storage/run" "$@"; }
service=
clean() {
    [ -z "$service" ] || kill "$service"
    buildah umount --all >/dev/null
    rm -rf "$storage"
}
trap clean EXIT
trap 'exit 1' INT TERM HUP

mkdir -p "$folder/ca"
rm -f "$archive"
buildah build --isolation chroot --timestamp 0 --build-arg "TARGETARCH=$processor" --tag "$name" --file sandbox/Containerfile "$folder"
buildah push "$name" "oci-archive:$archive:$name"

# In the image's own root, as its own user, started as a container would but for the ports.
root=$(buildah mount "$(buildah from "$name")")
entry=$(buildah inspect --type image --format '{{range .OCIv1.Config.Entrypoint}}{{.}} {{end}}' "$name" | sed 's/0\.0\.0\.0:[0-9]*/127.0.0.1:0/g')
id=sandbox-key secret=sandbox-secret
# shellcheck disable=SC2086 # A list of words.
chroot --userspec=65532:65532 "$root" $entry --port-file /ca/port --access-key-id $id --access-key-secret $secret &
service=$!
while [ ! -s "$root/ca/port" ]; do
    kill -0 "$service"
    sleep 0.1
done
said=$(env -i PATH="$PATH" HOME="$HOME" EKYC_ENDPOINT="https://127.0.0.1:$(cat "$root/ca/port")" EKYC_CA_FILE="$root/ca/ca.pem" \
    ALIBABA_CLOUD_ACCESS_KEY_ID=$id ALIBABA_CLOUD_ACCESS_KEY_SECRET=$secret "$@")
echo "$said"
echo "$said" | grep -qE '^TransactionId: [^ ]+$'
