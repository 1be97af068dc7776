/**
 * Documents that processes and servers write, as records: their members, and nothing of how they are made. What an output
 * is described by follows from them ({@link org.geocrop.json.DocumentSchema}).
 */
@NullMarked
package org.geocrop.document;

import org.jspecify.annotations.NullMarked;
