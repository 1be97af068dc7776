package org.geocrop.registry;

import java.util.List;
import org.geocrop.http.Links;

/** Models that a caller may see. */
public record ModelList(List<ModelInfo> models, List<Links.Link> links) {}
