/** Features at single pixels of scenes: for samples of training and for points. */
@NullMarked
package org.geocrop.pipeline.sampling;

import org.jspecify.annotations.NullMarked;
