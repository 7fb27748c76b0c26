#!/bin/sh
# Refuses a Secret in plain text below a folder (default: this one): as a manifest of its own, in a list, in one line of JSON,
# or made by kustomize from values that are in Git. A SealedSecret passes.
set -eu

# The dollar signs are awk's.
# shellcheck disable=SC2016
check='
  function refuse(why) { printf "%s:%d: %s\n", file, at, why; bad = 1 }
  # A "kind: Secret" is a manifest where a document begins, or with data beside it. Elsewhere it only names the kind.
  function settle(   indent) {
    for (indent in secrets) {
      at = secrets[indent]
      if (indent == 0 || indent in data) refuse("a Secret in plain text")
    }
    split("", secrets); split("", data)
  }
  FNR == 1 || /^---/ { settle(); file = FILENAME }
  /[{,][ \t]*"?kind"?:[ \t]*"?Secret"?[ \t]*[,}]/ && /"?(data|stringData)"?:/ { at = FNR; refuse("a Secret in one line") }
  {
    line = $0
    sub(/[ \t]#.*$/, "", line)
    gsub(/["\047,\r]/, "", line)
    # The dash of a list is indentation as well.
    indent = match(line, /[^ \t-]/) - 1
    line = substr(line, indent + 1)
  }
  line ~ /^kind:[ \t]*Secret[ \t]*$/ { secrets[indent] = FNR }
  line ~ /^(data|stringData):/ { data[indent] = 1 }
  line ~ /^secretGenerator:/ && indent == 0 { at = FNR; refuse("a Secret made from values in Git") }
  END { settle(); exit bad }
'

if ! find "${1:-.}" -name .git -prune -o -type f \( -name '*.yaml' -o -name '*.yml' -o -name '*.json' \) -exec awk "$check" {} +; then
  echo 'Seal it instead: docs/secrets.md' >&2
  exit 1
fi
