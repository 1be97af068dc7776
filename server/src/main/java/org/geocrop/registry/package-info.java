/** Models and data sets over HTTP: lists, cards, import and life cycle. */
@NullMarked
package org.geocrop.registry;

import org.jspecify.annotations.NullMarked;
