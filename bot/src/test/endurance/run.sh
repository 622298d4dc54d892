#!/bin/sh
# Starts a main class of org.qingsheng.bot.endurance; builds first when there is nothing to run.
#   JAVA_HOME         a JDK 25; one that is installed in the usual place is found without it
#   MAVEN_REPOSITORY  the local one; ~/.m2/repository if not given
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
# The other end of WeChat and WeCom is WxJava, which the tests use and the program does not ship.
repository="${MAVEN_REPOSITORY:-$HOME/.m2/repository}"
others=$(find "$repository/com/github/binarywang/weixin-java-common" "$repository/com/google/guava/guava" \
  "$repository/com/google/code/gson/gson" "$repository/commons-codec/commons-codec" \
  -name '*.jar' ! -name '*-sources.jar' 2>/dev/null | sort | tr '\n' ':')
classes="bot/target/qingsheng/qingsheng.jar:bot/target/qingsheng/lib/*:bot/target/test-classes:adapters/target/test-classes:$others"
exec ${DRIVER_CORES:+taskset -c "$DRIVER_CORES"} "$java" -Xmx1g --enable-native-access=ALL-UNNAMED \
  -Dqingsheng.root="$PWD" -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -cp "$classes" "$@"
