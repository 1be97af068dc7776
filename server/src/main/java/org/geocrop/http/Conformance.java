package org.geocrop.http;

import java.util.List;

/** What an API conforms to, by URIs (OGC 19-072, 7.4). */
public record Conformance(List<String> conformsTo) {}
