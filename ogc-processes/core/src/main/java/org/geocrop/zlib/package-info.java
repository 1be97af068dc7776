/**
 * zlib streams (RFC 1950) without Java's own calls on arrays, which keep the garbage collector of Java 17 out while they
 * run; with enough threads that do so it gives up, and ends one of them with an OutOfMemoryError although most of the heap is
 * free. Unpacking, and packing of rows of classes, are plain Java; other packing goes by memory outside the heap.
 */
@NullMarked
package org.geocrop.zlib;

import org.jspecify.annotations.NullMarked;
