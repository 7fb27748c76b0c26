#!/bin/sh
# Refuses a Secret in plain text among the manifests, also in a list or in a line of JSON, and one that kustomize would make from
# values in Git. A SealedSecret passes.
set -eu

kind="^([^#]*[-{,[:space:]])?[\"']?kind[\"']?:[[:space:]]*[\"']?Secret[\"']?[[:space:]]*([]#,}]|\$)"
for folder in k8s charts; do
  # Asked for a folder that is missing, grep would answer as if it had found nothing.
  [ -d "$folder" ] || continue
  if grep -rnE -e "$kind" -e '^secretGenerator:' "$folder"; then
    echo 'No secret belongs into Git in plain text: see docs/secrets.md'
    exit 1
  fi
done
