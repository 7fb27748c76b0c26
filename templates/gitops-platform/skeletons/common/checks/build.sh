#!/bin/sh
# Builds every folder that Argo CD applies into built/, as Argo CD will.
set -eu

rm -rf built
mkdir built
for folder in bootstrap observability/overlays/* apps/*/k8s/overlays/*; do
  # The pattern itself, where it matches nothing.
  [ -d "$folder" ] || continue
  kustomize build "$folder" > "built/$(printf %s "$folder" | tr / .).yaml"
  echo "$folder"
done
