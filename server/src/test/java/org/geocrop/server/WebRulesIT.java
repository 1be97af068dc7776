package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other sites' pages can do through a browser, and what browsers are told; on a server that is open to all. */
class WebRulesIT {

    private static final String MODEL = "/models/zimbabwe-sample@1/restore";

    @TempDir
    static Path data;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(
                data,
                Map.of(
                        "GEOCROP_SAMPLE_SIZE",
                        "128",
                        "GEOCROP_OPEN",
                        "true",
                        "GEOCROP_PUBLIC_URL",
                        "https://maps.example.org/",
                        "GEOCROP_HOSTS",
                        "maps.internal.example"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** Status of a request whose headers no client library would let us set. */
    private static String raw(String method, String path, String body, String... headers) throws Exception {
        URI url = URI.create(server.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(20_000);
            StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
            for (int i = 0; i < headers.length; i += 2) {
                head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
            }
            head.append("Content-Length: ")
                    .append(body.length())
                    .append("\r\n\r\n")
                    .append(body);
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).substring(9, 12);
        }
    }

    private static String change(String... headers) throws Exception {
        return raw("POST", MODEL, "", headers);
    }

    @Test
    void anotherSitesPageChangesNothing() throws Exception {
        assertThat(change("Host", "localhost")).isEqualTo("200");
        assertThat(change("Host", "maps.example.org", "Origin", "https://maps.example.org"))
                .isEqualTo("200");
        assertThat(change("Host", "localhost:8080", "Origin", "http://localhost:8080"))
                .isEqualTo("200");
        assertThat(change("Host", "localhost", "Sec-Fetch-Site", "same-origin")).isEqualTo("200");
        for (String origin : List.of(
                "https://evil.example", "null", "http://localhost.evil.example", "http://localhost:1", "file://")) {
            assertThat(change("Host", "localhost:8080", "Origin", origin))
                    .as(origin)
                    .isEqualTo("403");
        }
        for (String site : List.of("cross-site", "same-site", "what")) {
            assertThat(change("Host", "localhost", "Sec-Fetch-Site", site))
                    .as(site)
                    .isEqualTo("403");
        }
    }

    @Test
    void aFormChangesNothing() throws Exception {
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")) {
            assertThat(raw("POST", MODEL, "a=b", "Host", "localhost", "Content-Type", type))
                    .as(type)
                    .isEqualTo("415");
            assertThat(raw("POST", MODEL, "", "Host", "localhost", "Content-Type", type))
                    .as(type + " without a body")
                    .isEqualTo("415");
        }
        assertThat(raw("POST", MODEL, "{}", "Host", "localhost")).as("no type").isEqualTo("415");
        assertThat(raw("POST", "/processes/echo/execution", "{}", "Host", "localhost", "Content-Type", "text/plain"))
                .isEqualTo("415");
        assertThat(raw("POST", MODEL, "{}", "Host", "localhost", "Content-Type", "application/json;charset=utf-8"))
                .isEqualTo("200");
    }

    @Test
    void namesThatAreNotOurs() throws Exception {
        for (String host : List.of(
                "localhost",
                "127.0.0.1:8080",
                "[::1]",
                "10.1.2.3",
                "geocrop",
                "maps.example.org",
                "MAPS.example.org:443",
                "maps.internal.example",
                "geocrop.maps.svc")) {
            assertThat(raw("GET", "/conformance", "", "Host", host)).as(host).isEqualTo("200");
        }
        for (String host :
                List.of("evil.example", "localhost.evil.example", "maps.example.org.evil.example", "1.2.3.4.nip.io")) {
            assertThat(raw("GET", "/conformance", "", "Host", host)).as(host).isEqualTo("421");
        }
    }

    @Test
    void headersOfEveryRouteAndPage() throws Exception {
        String job = TestServer.json(server.executeAsync("{\"aoi\":[30.9735,-17.4525,200],\"year\":2022}"))
                .path("jobID")
                .asString();
        assertThat(server.await(job).path("status").asString()).isEqualTo("successful");
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (AuthorizationIT.Operation operation : AuthorizationIT.operations(server)) {
            if (operation.method().equals("DELETE")) {
                continue;
            }
            for (String accept : List.of("text/html,*/*;q=0.8", "application/json", "*/*")) {
                HttpResponse<byte[]> answer = server.request(
                        operation.method(),
                        operation.path(new AuthorizationIT.Own(job, "survey", "none")),
                        operation.body(),
                        "Accept",
                        accept);
                check(answer, wrong);
                checked++;
            }
            check(
                    server.request(
                            operation.method(),
                            operation.path(new AuthorizationIT.Own("none", "none", "none")),
                            operation.body(),
                            "Accept",
                            "text/html"),
                    wrong);
        }
        String info = "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetFeatureInfo&CRS=EPSG:3857&LAYERS=" + job
                + "&QUERY_LAYERS=" + job + "&STYLES=&BBOX=3447900,-1972000,3448200,-1971700&WIDTH=8&HEIGHT=8&I=4&J=4"
                + "&INFO_FORMAT=text/html";
        for (String path : List.of(
                info,
                "/?f=html",
                "/icon.svg",
                "/nowhere",
                "/jobs?limit=x",
                "/processes/%00",
                "/a;b=c",
                "/models/zimbabwe-sample@1/card",
                "/actuator/health",
                "/actuator/nothing",
                "/error",
                "/wms?REQUEST=GetMap",
                "/results/" + job + "/nothing.tif")) {
            check(server.get(path, "Accept", "text/html"), wrong);
            checked++;
        }
        assertThat(wrong).isEmpty();
        System.out.println("Headers: " + checked + " answers");
    }

    private static void check(HttpResponse<byte[]> answer, List<String> wrong) {
        var headers = answer.headers();
        List<String> policies = headers.allValues("Content-Security-Policy");
        String about = answer.request().method() + " " + answer.uri().getPath() + " " + answer.statusCode() + ": ";
        boolean strict = policies.size() == 1
                && policies.get(0).matches("default-src '(none|self)';.*frame-ancestors 'self'.*")
                && !policies.get(0).contains("unsafe-eval")
                && !policies.get(0).contains("script-src");
        if (!strict) {
            wrong.add(about + policies);
        }
        Map<String, String> others = Map.of(
                "X-Content-Type-Options", "nosniff", "X-Frame-Options", "SAMEORIGIN", "Referrer-Policy", "same-origin");
        others.forEach((name, value) -> {
            if (!headers.allValues(name).equals(List.of(value))) {
                wrong.add(about + name + " is " + headers.allValues(name));
            }
        });
        if (answer.statusCode() >= 500 && answer.statusCode() != 503) {
            wrong.add(about + "the server's own fault");
        }
    }

    @Test
    void badParametersAreTheCallersFault() throws Exception {
        String deep = "<a>".repeat(19_900) + "</a>".repeat(19_900);
        for (String path : List.of(
                "/jobs?processID=%00",
                "/jobs?datetime=%2B999999999-01-01T00:00:00Z",
                "/jobs?datetime=-999999999-01-01T00:00:00Z/..",
                "/jobs?after=%2B999999999-01-01T00:00:00Z_x",
                "/stac/search?datetime=%2B999999999-01-01T00:00:00Z/..",
                "/stac/search?ids=%00")) {
            assertThat(server.get(path).statusCode()).as(path).isEqualTo(400);
        }
        String form = "SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&CRS=EPSG:3857&BBOX=0,0,1,1&WIDTH=8&HEIGHT=8"
                + "&FORMAT=image/png&SLD_BODY=";
        for (String sld : List.of(
                deep,
                "<StyledLayerDescriptor><NamedLayer><Name>x</Name><UserStyle><Title>" + deep,
                "<StyledLayerDescriptor><RasterSymbolizer><Opacity>" + deep)) {
            HttpResponse<byte[]> answer = server.post(
                    "/wms",
                    form
                            + java.net.URLEncoder.encode(sld, StandardCharsets.UTF_8)
                                    .substring(0, 60_000),
                    "Content-Type",
                    "application/x-www-form-urlencoded");
            assertThat(answer.statusCode()).isEqualTo(400);
        }
    }
}
