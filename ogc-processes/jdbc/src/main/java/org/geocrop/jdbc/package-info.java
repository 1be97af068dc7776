/** Jobs in a database: their table by plain JDBC, their queue by db-scheduler, their schema by Flyway. */
@NullMarked
package org.geocrop.jdbc;

import org.jspecify.annotations.NullMarked;
