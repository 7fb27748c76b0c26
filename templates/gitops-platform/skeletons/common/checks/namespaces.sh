#!/bin/sh
# Refuses an app that leaves its namespace, <app>-<environment>, or changes the cluster. Run checks/build.sh before.
set -eu

bad=0
for file in built/apps.*.yaml; do
  [ -f "$file" ] || continue
  app=${file#built/apps.}
  app=${app%%.*}
  environment=${file%.yaml}
  environment=${environment##*.}
  # The dollar signs are awk's.
  # shellcheck disable=SC2016
  awk -v wanted="$app-$environment" '
    function settle() {
      if (kind != "" && namespace != wanted) {
        printf "%s %s of %s: belongs into the namespace %s, not %s\n", kind, name, FILENAME, wanted, namespace == "" ? "to the cluster" : namespace
        bad = 1
      }
      kind = name = namespace = block = ""
    }
    /^---/ { settle(); next }
    /^[^ -]/ { block = $1 }
    /^kind:/ { kind = $2 }
    block == "metadata:" && /^  name:/ { name = $2 }
    block == "metadata:" && /^  namespace:/ { namespace = $2 }
    END { settle(); exit bad }
  ' "$file" || bad=1
done
exit "$bad"
