#!/bin/sh
# Starts a main class of org.qingsheng.bot.endurance; builds first when there is nothing to run.
#   JAVA_HOME  a JDK 25
set -eu
cd "$(dirname "$0")/../../../.."
if [ ! -f bot/target/qingsheng/qingsheng.jar ] || [ ! -d bot/target/test-classes/org/qingsheng/bot/endurance ]; then
  mvn -q -DskipTests package
fi
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
classes="bot/target/qingsheng/qingsheng.jar:bot/target/qingsheng/lib/*:bot/target/test-classes:adapters/target/test-classes"
exec ${DRIVER_CORES:+taskset -c "$DRIVER_CORES"} "$java" -Xmx1g --enable-native-access=ALL-UNNAMED \
  -Dqingsheng.root="$PWD" -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -cp "$classes" "$@"
