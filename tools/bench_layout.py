"""A whole job of the same pixels in two layouts: tiles of 512 px, and of 1,024 px as public archives have them.

Arguments: the jar, a folder that holds a store with the sample's model, width and height in pixels. Prints CPU and wall
seconds, pixels a core second, decodings a tile, peak memory, and the ratios.
"""

import os
import re
import subprocess
import sys
import time

BOUNDS = re.compile(r"tiles decoded once (\d+), twice (\d+), more often (\d+)")


def scenes(jar, folder, size, tile):
    path = f"{folder}/layout-{size}-{tile}"
    if not os.path.exists(f"{path}/catalog.json"):
        subprocess.run(["java", "-Xmx1g", "-jar", jar, "sample", "--size", str(size), "--tile", str(tile), path],
                       check=True, stdout=subprocess.DEVNULL)
    return path


def classify(jar, folder, size, tile):
    catalogue = scenes(jar, folder, size, tile)
    # The landscape's middle, and nearly all of it: a degree of longitude has 106,240 m here.
    radius = size * 10 / 2 * 0.995
    lon, lat = 284_000 + size * 5, 8_070_000 - size * 5
    east = 33 + (lon - 500_000) / 106_240
    north = (lat - 10_000_000) / 110_690
    bbox = f"{east - radius / 106_240:.6f},{north - radius / 110_690:.6f},{east + radius / 106_240:.6f},{north + radius / 110_690:.6f}"
    command = ["java", "-Xmx1g", "-XX:+UseParallelGC", "-jar", jar, "classify", "--catalogue", catalogue, "--year", "2022",
               "--model", "zimbabwe-sample", "--store", f"{folder}/store", f"--bbox={bbox}",
               "--job", f"layout-{os.getpid()}-{tile}"]
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"the job of tiles of {tile} px failed:\n{said}")
    once, twice, more = (int(n) for n in BOUNDS.search(said).groups())
    width, height = (int(n) for n in re.search(r"(\d+) x (\d+) pixels", said).groups())
    return {
        "cpu": usage.ru_utime + usage.ru_stime,
        "wall": time.monotonic() - begun,
        "pixels": width * height,
        "rss": usage.ru_maxrss / 1024,
        "decoded": (once, twice, more),
        "said": said.strip().splitlines()[-1],
    }


def main():
    jar, folder, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
    both = [classify(jar, folder, size, tile) for tile in (512, 1024)]
    print("one job in two layouts, a process with -Xmx1g each, from its start to its end")
    for tile, job in zip((512, 1024), both):
        once, twice, more = job["decoded"]
        print(f"  tiles of {tile:>5} px: {job['cpu']:6.1f} CPU s, {job['wall']:6.1f} s, {job['pixels'] / job['cpu']:>9,.0f} px a"
              f" core second, peak {job['rss']:,.0f} MB, tiles decoded once {once}, twice {twice}, more often {more}")
        print(f"    {job['said']}")
    print(f"  ratio: {both[1]['cpu'] / both[0]['cpu']:.2f} x the CPU, {both[1]['wall'] / both[0]['wall']:.2f} x the time")


main()
