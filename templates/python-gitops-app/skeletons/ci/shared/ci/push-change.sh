#!/bin/sh
# Commits what a command changes in files that Git knows, and pushes it:
#
#   sh ci/push-change.sh [-C <folder to run it in>] "<subject>" <command…>
#
# Somebody else may push at the same moment: then the command is repeated on what is there now, which cannot conflict as a
# rebase can. Who pushes, and as whom, is up to Git's configuration.
set -eu

if [ "$1" = -C ]; then
  cd "$2"
  shift 2
fi
subject=$1
shift
branch=${CI_DEFAULT_BRANCH:-main}

for attempt in 1 2 3 4 5; do
  git fetch --quiet origin "$branch"
  git reset --quiet --hard FETCH_HEAD
  "$@"
  if git diff --quiet; then
    echo "Nothing to do: Git already asks for this."
    exit 0
  fi
  # [skip ci]: this commit must not start the next pipeline.
  git commit --quiet --all --message "$subject [skip ci]"
  if git push --quiet origin "HEAD:$branch"; then
    exit 0
  fi
  echo "The branch moved (attempt $attempt): once more."
  sleep "$attempt"
done
echo "The push was refused five times. May this token push to $branch?"
exit 1
