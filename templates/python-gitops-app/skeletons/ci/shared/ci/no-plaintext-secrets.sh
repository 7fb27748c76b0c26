#!/bin/sh
# Refuses a Secret in plain text among the manifests, also in a list or in a line of JSON, and one that kustomize would make from
# values in Git. A SealedSecret passes.
set -eu

kind="^([^#]*[-{,[:space:]])?[\"']?kind[\"']?:[[:space:]]*[\"']?Secret[\"']?[[:space:]]*([]#,}]|\$)"
# Only one of the folders is there.
if grep -rsnE -e "$kind" -e '^secretGenerator:' k8s charts; then
  echo 'No secret belongs into Git in plain text: see docs/secrets.md'
  exit 1
fi
