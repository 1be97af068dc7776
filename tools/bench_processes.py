"""Processes that start from a map, on maps of 1 and 16 million pixels, each in a process of its own with -Xmx512m: CPU
seconds, the cores that it asked for (its threads ran, or waited for a core that other work had), and peak memory.

Arguments: the jar, the folder of the benchmark. extract-features reads the scenes of landscapes of 1,024 and 2,048 pixels.
"""

import json
import os
import subprocess
import sys

PROCESSES = {
    "refine-map": (1024, 4096),
    "compare": (1024, 4096),
    "zonal-statistics": (1024, 4096),
    "plan-samples": (1024, 4096),
    "extract-features": (1024, 2048),
}


def java(jar, *arguments):
    process = subprocess.Popen(["java", "-Xmx512m", "-jar", jar, *arguments], stdout=subprocess.PIPE, text=True,
                               stderr=subprocess.DEVNULL)
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(arguments)} failed:\n{said}")
    return said, usage.ru_maxrss / 1024


def scenes(jar, folder, size):
    path = f"{folder}/layout-{size}-1024"
    if not os.path.exists(f"{path}/catalog.json"):
        java(jar, "sample", "--size", str(size), path)
    return path


def main():
    jar, folder = sys.argv[1], sys.argv[2]
    chosen = sys.argv[3].split(",") if len(sys.argv) > 3 else PROCESSES
    print(f"processes that start from maps, -Xmx512m, {os.cpu_count()} cores"
          f" (load {os.getloadavg()[0]:.1f} of other work at the start)")
    for process in chosen:
        memory = []
        for size in PROCESSES[process]:
            options = ["bench-processes", "--store", f"{folder}/maps", "--size", str(size),
                       "--scenes", scenes(jar, folder, size) if process == "extract-features" else folder]
            java(jar, *options)
            said, rss = java(jar, *options, "--process", process)
            spent = json.loads(said.strip().splitlines()[-1])
            memory.append(rss)
            print(f"  {process:<17} {size:>5} x {size:<5} {spent['seconds']:6.1f} s, {spent['cpu_seconds']:6.1f} CPU s,"
                  f" asks for {spent['cores_asked_for']:.2f} cores, peak {rss:,.0f} MB")
        print(f"  {process:<17} memory {memory[1] / memory[0]:.2f} x")


main()
