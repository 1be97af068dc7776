package org.geocrop.jdbc;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Rights in a real PostgreSQL. */
class PostgresRightsIT extends RightsContract {

    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new PostgresServer();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Database connect() throws Exception {
        Database database = Database.postgres(server.url(), server.user(), "", Duration.ofMinutes(30));
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate job, job_log, holding, sharing_grant, api_key, audit, browser_session");
        }
        return database;
    }
}
