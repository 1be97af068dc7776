package org.geocrop.jdbc;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** H2 closes a database that it could not write; connections to it are of no use, but new ones open it again. */
public final class ClosedDatabase implements SQLExceptionOverride {

    /** What H2 calls a file that it could not write. */
    private static final int GENERAL_ERROR = 50000;

    @java.lang.Override
    public Override adjudicate(SQLException e) {
        boolean closed = e.getErrorCode() == GENERAL_ERROR
                || (e.getSQLState() != null && e.getSQLState().startsWith("9"));
        return closed ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
