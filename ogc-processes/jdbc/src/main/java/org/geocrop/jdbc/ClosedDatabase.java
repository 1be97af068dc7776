package org.geocrop.jdbc;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** H2 closes a database that it could not write; connections to it are of no use, but new ones open it again. */
public final class ClosedDatabase implements SQLExceptionOverride {

    @java.lang.Override
    public Override adjudicate(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("9")
                ? Override.MUST_EVICT
                : Override.CONTINUE_EVICT;
    }
}
