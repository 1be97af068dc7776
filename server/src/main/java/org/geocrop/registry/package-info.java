/** Models over HTTP: list, cards, import and life cycle. */
@NullMarked
package org.geocrop.registry;

import org.jspecify.annotations.NullMarked;
