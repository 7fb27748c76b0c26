#!/bin/sh
# Puts kustomize on the PATH of the steps that follow. GitHub's runners have one, but of whichever version is new that week.
set -eu

# To update: the version, and its line for linux_amd64 in the checksums.txt of the release.
version=5.7.1
sha256=ea375e7372f9aa029129d4b2d16c66b7750b7f1213c4f66f910d981c895818d8

bin=$RUNNER_TEMP/kustomize-$version
archive=$RUNNER_TEMP/kustomize.tar.gz
mkdir -p "$bin"
curl --fail --silent --show-error --location --retry 3 --output "$archive" \
  "https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2Fv$version/kustomize_v${version}_linux_amd64.tar.gz"
echo "$sha256  $archive" | sha256sum --check --quiet
tar --extract --gzip --file "$archive" --directory "$bin" kustomize
echo "$bin" >> "$GITHUB_PATH"
