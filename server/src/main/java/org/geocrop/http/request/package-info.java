/** What requests say in their headers and parameters. */
@NullMarked
package org.geocrop.http.request;

import org.jspecify.annotations.NullMarked;
