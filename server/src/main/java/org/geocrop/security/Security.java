package org.geocrop.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import org.geocrop.access.Access;
import org.geocrop.access.Caller;
import org.geocrop.audit.Audit;
import org.geocrop.bodies.BodyReader;
import org.geocrop.bodies.BudgetFilter;
import org.geocrop.bodies.RequestBudget;
import org.geocrop.http.Problem;
import org.geocrop.http.ProblemPage;
import org.geocrop.security.identity.Tokens;
import org.geocrop.security.session.SessionFilter;
import org.geocrop.security.session.SignIn;
import org.geocrop.security.session.SignInFilter;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Who may call what. With an identity provider or API keys: reading what processes there are is free, jobs need a
 * viewer, executing an analyst, metrics an administrator; whose job it is, {@link Access} says. Without: everyone is
 * the user {@code local}, and the server listens on loopback only.
 */
@Configuration(proxyBeanMethods = false)
public class Security {

    private static final String BEARER = "Bearer ";

    private final Settings.Identity identity;
    /** A port that only operators reach; 0 if there is none. */
    private final int managementPort;

    Security(Settings settings, @Value("${management.server.port:#{null}}") @Nullable Integer managementPort) {
        this.identity = settings.identity();
        this.managementPort = managementPort == null ? 0 : managementPort;
    }

    /**
     * Refuses to serve more than loopback to everyone, unless the settings say so; before anything is made.
     *
     * @throws IllegalStateException saying what may be set
     */
    public static void refuseOpenServer(Environment environment) {
        Binder binder = Binder.get(environment);
        Settings.Identity identity =
                binder.bind("geocrop.identity", Settings.Identity.class).get();
        InetAddress address = binder.bind("server.address", InetAddress.class).orElse(null);
        boolean loopback = address != null && address.isLoopbackAddress();
        if (!loopback && !identity.isConfigured() && !identity.open()) {
            throw new IllegalStateException("The server would listen on " + address
                    + " for everyone. Set GEOCROP_OIDC_ISSUER or geocrop.identity.api-keys, or GEOCROP_ADDRESS to"
                    + " loopback, or say GEOCROP_OPEN=true if everyone who can reach it may use it.");
        }
    }

    /** No parameter holds NUL, which databases refuse, whatever it is for. */
    @Bean
    HttpFirewall httpFirewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedParameterValues(value -> value.indexOf('\0') < 0);
        return firewall;
    }

    /** A span and a timer for each of a dozen filters would cost more than a tile. */
    @Bean
    SecurityObservationSettings securityObservationSettings() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    Tokens tokens() {
        return new Tokens(identity);
    }

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            Settings settings,
            RequestBudget budget,
            BodyReader bodies,
            ApiKeys keys,
            Tokens tokens,
            SignIn signIn,
            ProblemPage pages,
            Audit audit)
            throws Exception {
        http.csrf(AbstractHttpConfigurer::disable)
                .cors(Customizer.withDefaults())
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // WebHeaders writes them, also to what is refused before this.
                .headers(AbstractHttpConfigurer::disable)
                .exceptionHandling(faults -> faults.authenticationEntryPoint((request, response, e) -> {
                            response.setHeader("WWW-Authenticate", Problem.CHALLENGE);
                            pages.write(
                                    request,
                                    response,
                                    401,
                                    "Unauthorized",
                                    Problem.SIGN_IN,
                                    ProblemPage.pathOf(request));
                        })
                        .accessDeniedHandler((request, response, e) -> pages.write(
                                request, response, 403, "Forbidden", "Your role does not allow this request", null)));
        if (!identity.isConfigured()) {
            http.anonymous(nobody -> nobody.principal(Caller.LOCAL).authorities(Tokens.authorities(Caller.Role.ADMIN)));
        }
        if (identity.hasIssuer()) {
            http.oauth2ResourceServer(server -> server.authenticationEntryPoint(
                            (request, response, e) -> Problem.unauthorized(response, "The bearer token is not valid"))
                    .bearerTokenResolver(Security::bearer)
                    .jwt(jwt -> jwt.decoder(tokens.decoder()).jwtAuthenticationConverter(tokens::user)));
        }
        if (identity.isConfigured()) {
            http.addFilterBefore(
                    new ApiKeyFilter(keys),
                    identity.hasIssuer() ? BearerTokenAuthenticationFilter.class : AnonymousAuthenticationFilter.class);
        }
        if (signIn.isConfigured()) {
            http.addFilterBefore(new SessionFilter(signIn), AnonymousAuthenticationFilter.class);
        }
        boolean loopbackOnly = !identity.isConfigured() && !identity.open();
        http.addFilterBefore(new WebRules(settings, loopbackOnly), AuthorizationFilter.class);
        http.addFilterBefore(new SignInFilter(signIn), AuthorizationFilter.class);
        http.addFilterAfter(new BudgetFilter(budget, bodies), AuthorizationFilter.class);
        http.addFilterAfter(new AuditFilter(audit), SecurityContextHolderFilter.class);
        return http.authorizeHttpRequests(rules -> rules.dispatcherTypeMatchers(
                                DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers(HttpMethod.OPTIONS)
                        .permitAll()
                        .requestMatchers(Security::isFree, this::isForOperators)
                        .permitAll()
                        .requestMatchers(HttpMethod.DELETE, "/session")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/jobs", "/datasets", "/datasets/*")
                        .hasRole(Caller.Role.VIEWER.name())
                        .requestMatchers("/keys", "/keys/*")
                        .hasRole(Caller.Role.VIEWER.name())
                        .requestMatchers(HttpMethod.POST, "/processes/*/execution", "/processes/*/estimate")
                        .hasRole(Caller.Role.ANALYST.name())
                        .requestMatchers("/jobs/*", "/*/*/sharing")
                        .hasRole(Caller.Role.ANALYST.name())
                        .anyRequest()
                        .hasRole(Caller.Role.ADMIN.name()))
                .build();
    }

    /** What everyone may read: the service itself, and results whose rights {@link Access} checks. */
    static boolean isFree(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (path.matches("/wms|/stac/search|/xyz/[^/]+/(statistics|feature\\.\\w+)")
                && request.getMethod().equals("POST")) {
            return true;
        }
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            return false;
        }
        return path.matches(
                        "/|/(index\\.html|icon\\.svg|sw\\.js|manifest\\.webmanifest)|/assets/[^/]+|/conformance|/api|/doctor|/session|/services|/places")
                || path.matches("/processes(/[^/]+)?")
                || path.matches("/models(/[^/]+(/card)?)?|/model-comparison")
                || path.matches("/actuator/health(/(liveness|readiness))?")
                || path.matches("/jobs/[^/]+(/results(/[^/]+)?|/log)?")
                || path.startsWith("/results/")
                || path.matches("/(wms|wmts|xyz|tileMatrixSets|collections|map|stac)(/.*)?");
    }

    /** From the header alone: to look for a token in a form would read a body before it is known whose it is. */
    private static @Nullable String bearer(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    private boolean isForOperators(HttpServletRequest request) {
        return managementPort != 0 && request.getLocalPort() == managementPort;
    }
}
