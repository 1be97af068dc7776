package org.geocrop.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.EnumSet;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What browsers are told with every answer, errors included: nothing in it is run or loaded, it is shown in pages of
 * this origin only, it is what its type says, and other sites do not learn its address. HtmlPages that need more than the
 * strictest policy set one of their own in its place.
 */
@Configuration(proxyBeanMethods = false)
public class WebHeaders {

    static final String POLICY = "Content-Security-Policy";
    static final String STRICTEST =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /** The doctor's frame stands for a page of another site: it asks this server as that would. */
    static final String OF_DOCTOR =
            "default-src 'none'; script-src 'self' 'unsafe-inline'; connect-src *; frame-ancestors 'self'";

    /** The page's worker asks this server for what the page does. */
    static final String OF_WORKER = "default-src 'self'";

    /** What the policies of pages have in common with the strictest. */
    public static final String OF_PAGES = "; object-src 'none'; base-uri 'self'; frame-ancestors 'self'";

    @Bean
    FilterRegistrationBean<OncePerRequestFilter> webHeadersFilter() {
        FilterRegistrationBean<OncePerRequestFilter> filter = new FilterRegistrationBean<>(new HeadersFilter());
        filter.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    /** For what the container refuses itself, before any filter. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> webHeadersValve() {
        return factory -> factory.addEngineValves(new HeadersValve());
    }

    private static void write(HttpServletResponse response) {
        response.setHeader(POLICY, STRICTEST);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "SAMEORIGIN");
        response.setHeader("Referrer-Policy", "same-origin");
    }

    private static final class HeadersValve extends ValveBase {

        HeadersValve() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            write(response);
            getNext().invoke(request, response);
        }
    }

    private static final class HeadersFilter extends OncePerRequestFilter {

        @Override
        protected boolean shouldNotFilterErrorDispatch() {
            return false;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            write(response);
            if (request.getRequestURI().endsWith("/assets/doctor-frame.html")) {
                response.setHeader(POLICY, OF_DOCTOR);
            } else if (request.getRequestURI().endsWith("/sw.js")) {
                response.setHeader(POLICY, OF_WORKER);
            }
            chain.doFilter(request, new OnePolicy(response));
        }
    }

    /** Two policies would both hold; the page's own is to hold alone. */
    private static final class OnePolicy extends HttpServletResponseWrapper {

        OnePolicy(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void addHeader(String name, String value) {
            if (name.equalsIgnoreCase(POLICY)) {
                super.setHeader(name, value);
            } else {
                super.addHeader(name, value);
            }
        }
    }
}
