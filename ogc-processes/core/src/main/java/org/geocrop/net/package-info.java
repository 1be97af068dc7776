/** What remote reads have in common: the HTTP port, a fetcher with a budget for each host, and back-off. */
@NullMarked
package org.geocrop.net;

import org.jspecify.annotations.NullMarked;
