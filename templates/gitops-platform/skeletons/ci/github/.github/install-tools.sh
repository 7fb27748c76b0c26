#!/bin/sh
# Puts kustomize and kubeconform on the PATH of the steps that follow, each as the archive that somebody has checked once.
set -eu

bin=$RUNNER_TEMP/tools
mkdir -p "$bin"

# install <program> <SHA-256 of the archive> <URL>
install() {
  curl --fail --silent --show-error --location --retry 3 --output "$RUNNER_TEMP/$1.tar.gz" "$3"
  echo "$2  $RUNNER_TEMP/$1.tar.gz" | sha256sum --check --quiet
  tar --extract --gzip --file "$RUNNER_TEMP/$1.tar.gz" --directory "$bin" "$1"
}

install kustomize ea375e7372f9aa029129d4b2d16c66b7750b7f1213c4f66f910d981c895818d8 \
  https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2Fv5.7.1/kustomize_v5.7.1_linux_amd64.tar.gz
install kubeconform c31518ddd122663b3f3aa874cfe8178cb0988de944f29c74a0b9260920d115d3 \
  https://github.com/yannh/kubeconform/releases/download/v0.7.0/kubeconform-linux-amd64.tar.gz

echo "$bin" >> "$GITHUB_PATH"
