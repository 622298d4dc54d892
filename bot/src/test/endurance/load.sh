#!/bin/sh
# Measures the real server under load, the server on the first core, the driver on the others.
#   bot/src/test/endurance/load.sh [--warm-up 25] [--measure 20] [--flood | --callbacks | SCENARIO…]
export DRIVER_CORES="${DRIVER_CORES-1-$(($(nproc) - 1))}"
exec "$(dirname "$0")/run.sh" org.qingsheng.bot.endurance.LoadRun "$@"
