#!/bin/sh
# Starts a main class of org.qingsheng.bot.endurance; builds first when there is nothing to run.
#   JAVA_HOME  a JDK 25; one that is installed in the usual place is found without it
set -eu
cd "$(dirname "$0")/../../../.."
if [ ! -f bot/target/qingsheng/qingsheng.jar ] || [ ! -d bot/target/test-classes/org/qingsheng/bot/endurance ]; then
  mvn -q -DskipTests package
fi
java=
for home in "${QINGSHENG_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  if [ -z "$java" ] && [ -x "$home/bin/java" ] && grep -q '^JAVA_VERSION="2[5-9]' "$home/release" 2>/dev/null; then
    java="$home/bin/java"
  fi
done
if [ -z "$java" ]; then
  echo "needs a JDK 25; point JAVA_HOME at it" >&2
  exit 78
fi
classes="bot/target/qingsheng/qingsheng.jar:bot/target/qingsheng/lib/*:bot/target/test-classes:adapters/target/test-classes"
exec ${DRIVER_CORES:+taskset -c "$DRIVER_CORES"} "$java" -Xmx1g --enable-native-access=ALL-UNNAMED \
  -Dqingsheng.root="$PWD" -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -cp "$classes" "$@"
