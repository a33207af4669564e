#!/bin/bash
# compare.sh [SEEDS]: four relay designs over the May scenario on every core,
# then on one, with the wall's and the processor's seconds. Target: 1,000 seeds
# in less than 10 seconds on every core.
set -u
cd "$(dirname "$0")/../.." || exit 2
: "${SHUTTLE:=build/default/shuttle}"
seeds=${1:-1000}
designs=(--design file --design "--walk switchboard"
    --design "--walk shuttle,time=90m"
    --design "--walk switchboard --carry verbatim --hold forward")
TIMEFORMAT='%R s by the wall, %U s of processor'
echo "compare: 4 designs of scenarios/muscat-2024-05.yaml, $seeds seeds each"
for cores in "$(nproc)" 1; do
    echo -n "  on $cores core(s): "
    time "$SHUTTLE" compare scenarios/muscat-2024-05.yaml "${designs[@]}" \
        --seeds "$seeds" --cores "$cores" >/dev/null || exit 1
done
echo -n "leak: us.no_deal to iran, 200 values: "
time "$SHUTTLE" leak scenarios/muscat-2024-05.yaml --secret us.no_deal \
    --to iran --values 0..199 >/dev/null || exit 1
