/** MinIO, or any S3, as the object store. */
@NullMarked
package org.geocrop.s3;

import org.jspecify.annotations.NullMarked;
