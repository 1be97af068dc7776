/** What all HTTP bindings share: links, content negotiation, problems, headers and HTML pages. Knows no feature. */
@NullMarked
package org.geocrop.http;

import org.jspecify.annotations.NullMarked;
