#!/bin/sh
# Kills the real server at random moments under load and checks that nothing was lost or said twice.
#   bot/src/test/endurance/kill.sh [--rounds 50] [--seed 20261120] [--rate 50] [--no-history]
exec "$(dirname "$0")/run.sh" org.qingsheng.bot.endurance.KillRun "$@"
