"""Prints the reports of a benchmark run side by side: `geocrop bench`, numpy, GDAL."""

import json
import sys

ours, numpy, gdal = (json.load(open(name)) for name in sys.argv[1:4])
LINE = "{:52}{:>12}{:>12}  {}"


def faster(what, mine, other, name):
    print(LINE.format(what, f"{mine:,}", f"{other:,}", f"{mine / other:.1f} x {name}"))


def cheaper(what, mine, other, name):
    print(LINE.format(what, f"{mine:,.3f}", f"{other:,.3f}", f"{mine / other:.2f} x {name}"))


print(LINE.format("", "GeoCrop", "peer", ""))
print("more is better, per second of one core")
faster("features, pixels", ours["features_px_per_core_second"], numpy["numpy_px_per_core_second"], "numpy")
faster(
    "prediction, rows (10 classes x 60 rounds)",
    ours["prediction_rows_per_core_second"],
    ours["xgboost4j_rows_per_core_second"],
    "xgboost4j",
)
print("less is better")
cheaper("writing 8192 x 8192 classes, CPU s", ours["cog_write_cpu_seconds"], gdal["cog_write_cpu_seconds"], "GDAL")
cheaper("its size, MB", ours["cog_write_bytes"] / 1e6, gdal["cog_write_bytes"] / 1e6, "GDAL")
for method in ("DEFLATE", "ZSTD"):
    name = f"read_{method}_cpu_ms"
    cheaper(f"a random 256 px window, u16 {method}, CPU ms", ours[name], gdal[name], "GDAL")
print("whole jobs from scenes to COGs, a season each")
for job in ours["jobs"]:
    print(
        f"  {job['pixels']:>12,} px: {job['px_per_core_second']:>8,} px a core second, {job['px_per_second']:>8,} px a second,"
        f" {job['km2_per_hour']:>7,} km² an hour, {job['cores_busy']:.2f} cores busy"
    )
cold, warm = ours["far_cold_seconds"], ours["far_warm_seconds"]
print(
    f"  {ours['far_pixels']:>12,} px from a server 50 ms away: cold {cold:.1f} s, warm {warm:.1f} s,"
    f" {cold / warm:.2f} x"
)
