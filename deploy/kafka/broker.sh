#!/usr/bin/env bash
# One Apache Kafka broker on this machine: for the tests and for trying the distributed mode.
#
#   broker.sh libs     fetch the jars once, print the directory they are in
#   broker.sh format   make an empty data directory ready (done already: does nothing)
#   broker.sh run      format when needed and run in the foreground, as this very process
#   broker.sh start    the same in the background; output goes to $KAFKA_DIR/broker.log
#   broker.sh stop     stop what `start` started: cleanly, or by force after 15 seconds
#
#   KAFKA_DIR              data directory                 (.kafka)
#   KAFKA_PORT             port for clients on 127.0.0.1  (19092)
#   KAFKA_CONTROLLER_PORT  second port on 127.0.0.1       (19093)
#   MEEDOEN_KAFKA_LIBS     directory of the jars          (~/.cache/meedoen/kafka-4.3.1)
#
# Exit status 69 means: this machine lacks something; the message says what.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
libs=${MEEDOEN_KAFKA_LIBS:-${XDG_CACHE_HOME:-$HOME/.cache}/meedoen/kafka-4.3.1}
dir=$(realpath -m "${KAFKA_DIR:-.kafka}")
port=${KAFKA_PORT:-19092}
controller_port=${KAFKA_CONTROLLER_PORT:-19093}
java_options=(-Djava.awt.headless=true "-Dlog4j2.configurationFile=$here/log4j2.properties")

# A line of its own: Maven leaves colour codes behind on the one before.
unavailable() {
  printf '\n%s\n' "$1" >&2
  exit 69
}

need_java() {
  local version
  version=$(java -version 2>&1 | sed -nE 's/.*version "([0-9]+).*/\1/p' | head -n 1) || true
  [ "${version:-0}" -ge 17 ] || unavailable \
    "Java 17 or newer is needed: apt-get install default-jre-headless"
}

# The copy of pom.xml goes in last: it marks a complete directory and says which jars it holds.
libs_complete() {
  cmp -s "$here/pom.xml" "$libs/pom.xml"
}

fetch_libs() {
  command -v mvn >/dev/null || unavailable \
    "Maven is needed to fetch the jars of Kafka: apt-get install maven"
  rm -rf "$libs.part"
  mvn -q -B -Dstyle.color=never --strict-checksums -f "$here/pom.xml" dependency:copy-dependencies \
    -DincludeScope=runtime "-DoutputDirectory=$libs.part" >&2 || unavailable \
    "Maven could not fetch the jars of Kafka; try again, or see why, with $here/broker.sh libs"
  cp "$here/pom.xml" "$libs.part/"
  rm -rf "$libs"
  mv -T "$libs.part" "$libs"
}

need_libs() {
  libs_complete && return
  mkdir -p "$(dirname "$libs")"
  exec 9>"$libs.lock"
  flock 9
  libs_complete || fetch_libs
  exec 9>&-
}

# The cluster id is any fixed 16 bytes; --standalone makes this node the only voter.
format() {
  mkdir -p "$dir/data"
  sed -e "s|@DATA@|$dir/data|g;s|@PORT@|$port|g;s|@CONTROLLER_PORT@|$controller_port|g" \
    "$here/server.properties.in" >"$dir/server.properties"
  [ -e "$dir/data/meta.properties" ] || java -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    "${java_options[@]}" -cp "$libs/*" kafka.tools.StorageTool format --standalone \
    --cluster-id bWVlZG9lbi1icm9rZXItMQ --config "$dir/server.properties"
}

run() {
  format
  exec java -Xms256m -Xmx512m -XX:+UseSerialGC "${java_options[@]}" -cp "$libs/*" \
    kafka.Kafka "$dir/server.properties"
}

running() {
  [ -s "$dir/pid" ] && grep -qsE 'kafka\.Kafka|broker\.sh' "/proc/$(cat "$dir/pid")/cmdline"
}

start() {
  running && { echo "already running in $dir"; return; }
  format
  setsid "${BASH_SOURCE[0]}" run >>"$dir/broker.log" 2>&1 </dev/null &
  echo $! >"$dir/pid"
}

stop() {
  running || return 0
  kill "$(cat "$dir/pid")"
  for _ in $(seq 75); do
    running || { rm "$dir/pid"; return 0; }
    sleep 0.2
  done
  kill -9 "$(cat "$dir/pid")"
  rm "$dir/pid"
}

case "${1:-}" in
  libs) need_java; need_libs; echo "$libs" ;;
  format | run | start) need_java; need_libs; "$1" ;;
  stop) stop ;;
  *) sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"; exit 64 ;;
esac
