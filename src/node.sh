#!/bin/sh
# `sh src/node.sh OPTION… FILE ARGUMENT…` is node, but the one that this house needs, whichever npm installed it.
#
# Not node_modules/.bin/node: three packages claim that name, and most npms drop it with the two that don't fit the
# machine. And sh, not JavaScript: the system's Node may be of any age, or not on the PATH at all (systemd's), and sh
# becomes the program (`exec`), so that no second process holds memory or has to hand signals on.

# package.json's `engines`; a newer line hasn't been tried with this house.
wanted='o Node 24.15 ou mais novo, da linha 24'
fits() {
  case $1 in 24.1[5-9].* | 24.[2-9][0-9].*) true ;; *) false ;; esac
}

# Judged by what it says: a shell takes a broken binary for a script, and an empty one ends well. Asked without what
# is meant for the program alone: a debugger to wait for, a preload, a channel to the parent. `|| :` keeps the shell
# from telling of a crash.
ask() {
  (NODE_OPTIONS='' NODE_CHANNEL_FD='' "$1" -p "$2" </dev/null || :) 2>/dev/null
}

# Returns where that Node doesn't fit.
become() {
  fits "$(ask "$1" process.versions.node)" || return 0
  # For what asks for `node` by its name: tools of node_modules, and what they start.
  PATH=${1%/*}:$PATH
  export PATH
  exec "$@"
}

case $0 in */*) root=${0%/*}/.. ;; *) root=.. ;; esac
root=$(CDPATH='' cd -- "$root" && pwd -P) || exit 1

case $(uname -sm) in
'Linux x86_64') machine=linux-x64 ;;
'Linux aarch64') machine=linux-arm64 ;;
'Darwin x86_64') machine=darwin-x64 ;;
*) machine= ;;
esac
become "$root/node_modules/node-$machine/bin/node" "$@"

system=$(command -v node)
become "$system" "$@"

# npm goes by its Node, which may be made for another processor than the machine's (Rosetta; 32 bits on 64).
asked=$(ask "$system" 'process.platform + "-" + process.arch')
[ "${asked:=$machine}" = "$machine" ] || become "$root/node_modules/node-$asked/bin/node" "$@"

own=$root/node_modules/node-$asked/bin/node
if [ -e "$own" ]; then
  do="Instale-o: o que o npm trouxe, $own, não roda nesta máquina."
elif ! grep -q "\"node-$asked\"" "$root/package.json"; then
  do="Instale-o: o npm não traz nenhum para esta máquina (${asked:-$(uname -sm)})."
elif [ -d "$root/node_modules" ]; then
  do='Rode "npm ci --include=optional": ele falta em node_modules, como tudo que é opcional.'
else
  do='Rode "npm ci", que o traz.'
fi
there=${system:+"este é o $(ask "$system" process.versions.node) ($system)"}
printf 'Falta %s; %s.\n%s\n' "$wanted" "${there:-nenhum está instalado}" "$do" >&2
exit 1
