#!/usr/bin/env bash
# What the tests need beside Python: Java 17+, Maven, a PostgreSQL server, nginx and Chromium, from Debian's packages
# when we may install them. Elsewhere: print the one line to run and go on; the tests that need
# the missing part say so themselves. Then the jars of Kafka, resolved once.
set -euo pipefail
cd "$(dirname "$0")/.."

has_java() {
  local major
  major=$(java -version 2>&1 | sed -nE 's/.*version "([0-9]+).*/\1/p' | head -n 1) || return 1
  [ "${major:-0}" -ge 17 ]
}
has_maven() { command -v mvn >/dev/null; }
has_postgresql() {
  command -v postgres >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null
}
has_nginx() { command -v nginx >/dev/null || [ -x /usr/sbin/nginx ]; }
has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
may_install() { [ "$(id -u)" -eq 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null; }
offered() { apt-cache show "$1" >/dev/null 2>&1; }

missing=()
has_java || missing+=(java)
has_maven || missing+=(maven)
has_postgresql || missing+=(postgresql)
has_nginx || missing+=(nginx-light)
has_chromium >/dev/null || missing+=(chromium)

packages() {
  local part
  for part in "${missing[@]}"; do
    # Older releases have 17 beside a lower default, newer ones have dropped it for 21.
    if [ "$part" != java ]; then echo "$part"
    elif offered openjdk-17-jre-headless; then echo openjdk-17-jre-headless
    else echo default-jre-headless; fi
  done
}

install() {
  offered maven || apt-get update -qq || return 1
  # shellcheck disable=SC2046
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(packages) >/dev/null
}

if [ "${#missing[@]}" -gt 0 ]; then
  if may_install; then
    echo "setup: installing ${missing[*]}"
    install || echo "setup: failed; run: apt-get update && apt-get install -y $(packages | xargs)" >&2
  elif command -v apt-get >/dev/null; then
    echo "setup: some tests need: sudo apt-get install -y $(packages | xargs)" >&2
  else
    echo "setup: some tests need Java 17 or newer, Maven, a PostgreSQL server, nginx and Chromium" >&2
  fi
fi

# It says itself what it lacks.
if [ -f deploy/kafka/broker.sh ]; then
  bash deploy/kafka/broker.sh libs >/dev/null || true
fi

# The linter that checks our documents against the NL API Design Rules; its rules are not ours to carry.
spectral="${XDG_CACHE_HOME:-$HOME/.cache}/meedoen/spectral-6.16.3"
if command -v npm >/dev/null && [ ! -x "$spectral/node_modules/.bin/spectral" ]; then
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$spectral" @stoplight/spectral-cli@6.16.3 \
    >/dev/null || echo "setup: Spectral could not be fetched; its tests are skipped" >&2
fi

# Checks the AsyncAPI documents; its test is skipped where it could not be fetched.
parser="${XDG_CACHE_HOME:-$HOME/.cache}/meedoen/asyncapi-parser-3.6.3"
if command -v npm >/dev/null && [ ! -d "$parser/node_modules/@asyncapi/parser" ]; then
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$parser" @asyncapi/parser@3.6.3 ||
    echo "setup: the AsyncAPI parser could not be fetched; its test is skipped" >&2
fi

# Runs the requests of docs/bruno; its test is skipped where it could not be fetched.
bruno="${XDG_CACHE_HOME:-$HOME/.cache}/meedoen/bruno-4.1.0"
if command -v npm >/dev/null && [ ! -x "$bruno/node_modules/.bin/bru" ]; then
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$bruno" @usebruno/cli@4.1.0 >/dev/null ||
    echo "setup: Bruno could not be fetched; its test is skipped" >&2
fi
