/** Text in XML and HTML. */
@NullMarked
package org.geocrop.markup;

import org.jspecify.annotations.NullMarked;
