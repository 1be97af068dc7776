/** The object store port with its folder adapter, and sources of byte ranges (file, HTTP). */
@NullMarked
package org.geocrop.store;

import org.jspecify.annotations.NullMarked;
