package org.geocrop.document;

import java.util.List;
import org.geocrop.json.Document;

/** {@code summary.json} of a map that was refined. */
@Document
public record RefinedSummary(long pixelsClassified, double hectaresClassified, List<ClassArea> classes) {}
