/**
 * zlib (RFC 1950) by memory outside the heap. Java's own calls on arrays keep the garbage collector of Java 17 out while
 * they run; with enough threads that do so it gives up, and ends one of them with an OutOfMemoryError although most of the
 * heap is free.
 */
@NullMarked
package org.geocrop.zlib;

import org.jspecify.annotations.NullMarked;
