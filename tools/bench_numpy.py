"""The features of feature set v1 in numpy: what the Java engine is measured against.

Prints pixels per second of CPU as JSON. Input as in `geocrop bench`: 28 steps, five bands, a fifth of them gaps.
"""

import json
import time

import numpy

STEPS = 28
PIXELS = 1 << 14
SECONDS = 4.0


def fill_gaps(series):
    """Linear in time between the nearest steps with data; the nearest value at the ends. (steps, pixels)"""
    steps = numpy.arange(series.shape[0])[:, None]
    known = ~numpy.isnan(series)
    before = numpy.maximum.accumulate(numpy.where(known, steps, -1), axis=0)
    after = numpy.minimum.accumulate(numpy.where(known, steps, series.shape[0])[::-1], axis=0)[::-1]
    before = numpy.where(before < 0, after, before)
    after = numpy.where(after >= series.shape[0], before, after)
    left = numpy.take_along_axis(series, before, axis=0)
    right = numpy.take_along_axis(series, after, axis=0)
    span = numpy.maximum(after - before, 1)
    return left + (right - left) * (steps - before) / span


def quotient(a, b):
    return numpy.where(numpy.abs(b) < 1e-9, 0, a / numpy.where(numpy.abs(b) < 1e-9, 1, b))


def smooth(x):
    """Savitzky-Golay, window 5, order 2, with fitted ends."""
    kernel = numpy.array([-3, 12, 17, 12, -3]) / 35
    out = numpy.empty_like(x)
    count = x.shape[0]
    out[2:-2] = sum(kernel[k] * x[k : count - 4 + k] for k in range(5))
    design = numpy.vander(numpy.arange(5), 3)
    fit = design @ numpy.linalg.pinv(design)
    out[:2] = fit[:2] @ x[:5]
    out[-2:] = fit[-2:] @ x[-5:]
    return out


def features(bands):
    """51 features of five bands of reflectance, B02 B03 B04 B05 B08: (bands, steps, pixels) to (51, pixels)."""
    blue, green, red, edge, nir = (fill_gaps(band) for band in bands)
    series = {
        "ndvi": quotient(nir - red, nir + red),
        "ndre": quotient(nir - edge, nir + edge),
        "evi": numpy.clip(2.5 * quotient(nir - red, nir + 6 * red - 7.5 * blue + 1), -1, 2),
        "ndwi": quotient(green - nir, green + nir),
    }
    series = {name: smooth(x) for name, x in series.items()}
    out = []
    for name in ("ndvi", "ndre", "evi"):
        x = series[name]
        slopes = numpy.diff(x, axis=0)
        top, low = x.max(axis=0), x.min(axis=0)
        area = (x[1:] + x[:-1]).sum(axis=0) / 2
        out += [top, low, x.mean(axis=0), x.std(axis=0), top - low, area, x.argmax(axis=0)]
        out += [slopes.max(axis=0), slopes.min(axis=0)]
    ndvi = series["ndvi"]
    count = ndvi.shape[0]
    angle = 2 * numpy.pi * numpy.arange(count) / count
    for harmonic in (1, 2):
        out += [2 / count * (numpy.sin(harmonic * angle) @ ndvi), 2 / count * (numpy.cos(harmonic * angle) @ ndvi)]
    out += [ndvi.max(axis=0) - series["ndre"].max(axis=0)]
    out += [series["evi"].mean(axis=0) / (ndvi.mean(axis=0) + 0.001)]
    for name in ("ndvi", "ndwi", "ndre"):
        for window in (slice(0, count // 3), slice(count // 3, 2 * count // 3), slice(2 * count // 3, count)):
            out += [series[name][window].mean(axis=0), series[name][window].max(axis=0)]
    return numpy.stack(out)


def main():
    random = numpy.random.default_rng(1)
    bands = random.uniform(0.01, 0.5, (5, STEPS, PIXELS))
    gaps = random.random((STEPS, PIXELS)) < 0.2
    bands[:, gaps] = numpy.nan
    assert features(bands).shape == (51, PIXELS)
    calls = 0
    begin = time.process_time()
    while time.process_time() - begin < SECONDS:
        features(bands)
        calls += 1
    print(json.dumps({"numpy_px_per_core_second": round(PIXELS * calls / (time.process_time() - begin))}))


main()
