/** Tables that processes write: CSV, Parquet and workbooks. Knows no process. */
@NullMarked
package org.geocrop.process.table;

import org.jspecify.annotations.NullMarked;
