package org.geocrop.audit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import jakarta.annotation.PostConstruct;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.geocrop.settings.Settings;
import org.geocrop.store.OwnerFiles;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;

/** Where the lines of the {@link Audit} go: standard output, or a folder that the owner of the process alone may read. */
@Configuration(proxyBeanMethods = false)
class AuditLines {

    private static final String STANDARD_OUTPUT = "-";
    private static final String PATTERN = "%msg%n";
    private static final FileSize FILE = new FileSize(50L << 20);
    private static final FileSize ALL_FILES = new FileSize(1L << 30);

    private final Settings settings;

    AuditLines(Settings settings) {
        this.settings = settings;
    }

    @PostConstruct
    void direct() throws IOException {
        if (!(LoggerFactory.getLogger(Audit.LOGGER) instanceof Logger logger)) {
            return;
        }
        OutputStreamAppender<ILoggingEvent> appender = settings.audit().log().equals(STANDARD_OUTPUT)
                ? new ConsoleAppender<>()
                : files(logger.getLoggerContext());
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logger.getLoggerContext());
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(PATTERN);
        encoder.start();
        appender.setContext(logger.getLoggerContext());
        appender.setEncoder(encoder);
        appender.start();
        logger.detachAndStopAllAppenders();
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    private RollingFileAppender<ILoggingEvent> files(LoggerContext context) throws IOException {
        String given = settings.audit().log();
        Path folder = OwnerFiles.folder(
                given.isBlank()
                        ? OwnerFiles.folder(settings.data().toAbsolutePath()).resolve("audit")
                        : Path.of(given));
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setFile(folder.resolve("audit.jsonl").toString());
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(
                folder.resolve("audit.%d{yyyy-MM-dd}.%i.jsonl").toString());
        policy.setMaxFileSize(FILE);
        policy.setTotalSizeCap(ALL_FILES);
        policy.setMaxHistory(
                (int) Math.min(Integer.MAX_VALUE, settings.audit().keep().toDays()));
        policy.start();
        appender.setRollingPolicy(policy);
        return appender;
    }
}
