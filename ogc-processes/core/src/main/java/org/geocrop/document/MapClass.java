package org.geocrop.document;

import org.geocrop.json.Document;
import org.jspecify.annotations.Nullable;

/** A class of a raster: its value, its name, and the color that it has in the raster. */
@Document
public record MapClass(long value, String name, @Nullable String color) {}
