#!/usr/bin/env python3
"""How well a country would use 10, 100 and 1,000 cores: a simulation from measured times.

    benchmarks/spark_scaling.py --units 5300 --tiles 250 [--plan-seconds 40] [--publish-seconds 60] EVENTLOG...

Event logs of Spark (spark.eventLog.dir; make it-spark leaves one) give the time of each unit and of each tile that was
written, and how long tasks waited to begin. The country has so many units of 1,024 pixels a side and so many tiles; each
unit takes a time drawn from those measured, scaled by its pixels to the measured units' (--side), each tile likewise.
Tasks are handed out as the application does: units in the order of tiles, a tile is written as soon as its units are done,
and the two share the cores. Planning and publishing run on one core, before and after.
"""
import argparse
import heapq
import json
import random

COUNTRY_SIDE = 1024


def tasks(logs):
    """Seconds of units and of tiles, what an executor's first unit takes longer, and the median seconds before work begins."""
    pool_of_stage, seconds, overhead = {}, {"units": [], "tiles": []}, []
    first = {}
    for log in logs:
        with open(log, encoding="utf-8") as lines:
            for line in lines:
                event = json.loads(line)
                if event["Event"] == "SparkListenerJobStart":
                    pool = event["Properties"].get("spark.scheduler.pool", "")
                    for stage in event["Stage IDs"]:
                        pool_of_stage[log, stage] = pool
                elif event["Event"] == "SparkListenerTaskEnd" and event["Task End Reason"]["Reason"] == "Success":
                    pool = pool_of_stage.get((log, event["Stage ID"]), "")
                    if pool in seconds:
                        whole = (event["Task Info"]["Finish Time"] - event["Task Info"]["Launch Time"]) / 1000
                        run = event["Task Metrics"]["Executor Run Time"] / 1000
                        executor = log, event["Task Info"]["Executor ID"]
                        if executor not in first:
                            first[executor] = run
                        else:
                            seconds[pool].append(run)
                        overhead.append(max(0.0, whole - run))
    if not seconds["units"] or not seconds["tiles"]:
        raise SystemExit("The logs have no finished units and tiles")
    start = max(0.0, median(list(first.values())) - median(seconds["units"]))
    return seconds["units"], seconds["tiles"], start, median(overhead)


def median(values):
    return sorted(values)[len(values) // 2]


def simulate(units, tiles, cores, start):
    """Seconds until all units (a list for each tile) and tiles (the seconds of writing each) are done; cores begin later."""
    free = [start] * cores
    heapq.heapify(free)
    ready, end = [], 0.0
    for of_tile, write in zip(units, tiles):
        last = 0.0
        for unit in of_tile:
            while ready and ready[0][0] <= free[0]:
                begin = heapq.heappop(free)
                end = max(end, begin + ready[0][1])
                heapq.heappush(free, begin + heapq.heappop(ready)[1])
            begin = heapq.heappop(free)
            heapq.heappush(free, begin + unit)
            last = max(last, begin + unit)
        heapq.heappush(ready, (last, write))
    while ready:
        at, write = heapq.heappop(ready)
        begin = max(heapq.heappop(free), at)
        heapq.heappush(free, begin + write)
        end = max(end, begin + write)
    return max(end, max(free))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("logs", nargs="+", metavar="EVENTLOG")
    parser.add_argument("--units", type=int, required=True, help="of the country, of 1,024 pixels a side")
    parser.add_argument("--tiles", type=int, required=True, help="of the country")
    parser.add_argument("--side", type=int, default=256, help="pixels of the measured units' side")
    parser.add_argument("--plan-seconds", type=float, default=60)
    parser.add_argument("--publish-seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    measured_units, measured_tiles, start, overhead = tasks(args.logs)
    rng = random.Random(args.seed)
    scale = (COUNTRY_SIDE / args.side) ** 2
    per_tile = args.units / args.tiles
    units_per_measured_tile = max(1.0, len(measured_units) / len(measured_tiles))
    units, tiles, left = [], [], args.units
    for tile in range(args.tiles):
        count = min(left, round(per_tile * (tile + 1)) - round(per_tile * tile))
        left -= count
        units.append([rng.choice(measured_units) * scale + overhead for _ in range(count)])
        tiles.append(rng.choice(measured_tiles) * scale * count / units_per_measured_tile + overhead)
    # What one core would need: no more overhead than that of its tasks.
    work = sum(map(sum, units)) + sum(tiles)
    print(
        f"Measured: {len(measured_units)} units, median {median(measured_units):.2f} s; {len(measured_tiles)} tiles;"
        f" an executor's first unit takes {start:.1f} s longer; {overhead:.3f} s between launch and work"
    )
    print(f"Country: {args.units} units, {args.tiles} tiles, {work / 3600:.1f} core hours")
    for cores in (10, 100, 1000):
        run = simulate(units, tiles, cores, start)
        whole = run + args.plan_seconds + args.publish_seconds
        print(
            f"{cores:5d} cores: {run / 3600:8.2f} h, efficiency {work / cores / run:.2f};"
            f" with planning and publishing {whole / 3600:8.2f} h, {work / cores / whole:.2f}"
        )


if __name__ == "__main__":
    main()
