"""Peak memory of whole processes that classify 1 and 16 million pixels with a heap of at most 1 GiB.

Arguments: the jar, the folder of the benchmark, which holds the model.
"""

import glob
import json
import os
import subprocess
import sys

INSET = 0.0005


def classify(jar, folder, size):
    home = f"{folder}/landscape-{size}"
    scenes = f"{home}/sample"
    # Some products show a part of their tile, and some are of another tile.
    boxes = [json.load(open(item))["bbox"] for item in glob.glob(f"{scenes}/S2*36KTF*/*.json")]
    west, south = (min(box[i] for box in boxes) for i in (0, 1))
    east, north = (max(box[i] for box in boxes) for i in (2, 3))
    bbox = f"{west + INSET:.6f},{south + INSET:.6f},{east - INSET:.6f},{north - INSET:.6f}"
    command = ["java", "-Xmx1g", "-XX:+UseParallelGC", "-jar", jar, "classify", "--catalogue", scenes, "--year", "2022"]
    command += ["--model", "zimbabwe-sample", "--store", f"{folder}/store", "--bbox", bbox, "--job", f"memory-{os.getpid()}-{size}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"the job of {size} x {size} pixels failed")
    return usage.ru_maxrss / 1024


def main():
    small, large = (classify(sys.argv[1], sys.argv[2], size) for size in (1024, 4096))
    print(f"peak memory of a process with -Xmx1g: 1 million px {small:,.0f} MB, 16 million px {large:,.0f} MB,"
          f" {large / small:.2f} x")


main()
