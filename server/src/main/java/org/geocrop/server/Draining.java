package org.geocrop.server;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import org.geocrop.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The end of a server whose place others take: told to stop, it goes on answering for a while, as not ready and with
 * {@code Connection: close}, so that whoever spreads requests has left it before its port closes.
 */
@Configuration(proxyBeanMethods = false)
class Draining {

    private static final Logger LOG = LoggerFactory.getLogger(Draining.class);

    /** Stops before all else, when the server says already that it is not ready. */
    static final class Drain implements SmartLifecycle {

        private final Duration time;
        private volatile boolean isDraining;
        private volatile boolean runs;

        Drain(Duration time) {
            this.time = time;
        }

        @Override
        public void start() {
            runs = true;
        }

        @Override
        public void stop() {
            isDraining = true;
            try {
                if (!time.isZero()) {
                    LOG.info("Goes on answering for {} s, as not ready", time.toSeconds());
                    Thread.sleep(time.toMillis());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            runs = false;
        }

        @Override
        public boolean isRunning() {
            return runs;
        }
    }

    @Bean
    Drain drain(Settings settings) {
        return new Drain(settings.drain());
    }

    /** Connections that are kept alive end with the answer to their next request. */
    @Bean
    FilterRegistrationBean<OncePerRequestFilter> drainingFilter(Drain drain) {
        FilterRegistrationBean<OncePerRequestFilter> filter = new FilterRegistrationBean<>(new ClosingFilter(drain));
        filter.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    private static final class ClosingFilter extends OncePerRequestFilter {

        private final Drain drain;

        ClosingFilter(Drain drain) {
            this.drain = drain;
        }

        @Override
        protected boolean shouldNotFilterErrorDispatch() {
            return false;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (drain.isDraining) {
                response.setHeader("Connection", "close");
            }
            chain.doFilter(request, response);
        }
    }
}
