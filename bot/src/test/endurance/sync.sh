#!/bin/sh
# Shows by system calls that every message is on disk before its acknowledgement leaves (needs strace, Linux).
#   bot/src/test/endurance/sync.sh [--messages 100]
command -v strace > /dev/null || { echo "needs strace: apt-get install strace" >&2; exit 78; }
exec "$(dirname "$0")/run.sh" org.qingsheng.bot.endurance.SyncRun "$@"
