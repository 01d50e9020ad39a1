#!/bin/bash
# setup.sh DEST: clone the repositories of all parts, at their labelled commits, below DEST.
# With GITDIRS set, a folder of git directories named owner+name, they are cloned from there.
set -u
here=$(cd "$(dirname "$0")" && pwd) dest=$1
mkdir -p "$dest"
for half in build held seen; do
  tail -n +2 "$here/$half/repos.tsv" | while IFS=$'\t' read -r name github commit _; do
    from=https://github.com/$github
    [ -n "${GITDIRS-}" ] && from=$GITDIRS/${github/\//+}
    [ -d "$dest/$name/.git" ] || git clone -q --no-checkout "$from" "$dest/$name" || continue
    (cd "$dest/$name" && git checkout -q -f "$commit" 2>/dev/null || { git fetch -q origin "$commit" && git checkout -q -f "$commit"; })
  done
done
