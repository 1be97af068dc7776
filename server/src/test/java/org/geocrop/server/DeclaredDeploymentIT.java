package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** OGC API Processes 2: models as processes. That the role admin is needed, AuthorizationIT looks at. */
class DeclaredDeploymentIT {

    private static final String ID = "classify-with-zimbabwe-sample";
    private static final String PACKAGE = "application/ogcapppkg+json";
    private static final String AREA = "{\"inputs\":{\"aoi\":[30.978,-17.457,300],\"year\":2022}}";

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = MapServer.shared().server;
    }

    @AfterEach
    void undeploy() throws Exception {
        server.delete("/processes/" + ID);
        server.delete("/processes/maize-map");
    }

    private static HttpResponse<byte[]> deploy(String body, String... headers) throws Exception {
        return server.post("/processes", body.replace('\'', '"'), headers);
    }

    @Test
    @Conforms(Conforms.DEPLOY + "deploy-replace-undeploy")
    void aModelBecomesAProcessIsReplacedAndTakenAway() throws Exception {
        HttpResponse<byte[]> deployed = deploy("{'model':'zimbabwe-sample'}");

        assertThat(deployed.statusCode()).as(TestServer.text(deployed)).isEqualTo(201);
        assertThat(deployed.headers().firstValue("Location").orElse("")).endsWith("/processes/" + ID);
        JsonNode description = server.json("/processes/" + ID);
        assertThat(description.path("mutable").asBoolean()).isTrue();
        assertThat(description.path("version").asString()).isEqualTo("1");
        assertThat(description.path("description").asString())
                .contains("zimbabwe-sample@1", "maize", "soya bean", "09-01 to 05-31");
        assertThat(description.path("inputs").propertyNames())
                .contains("aoi", "year")
                .doesNotContain("model");
        assertThat(listed()).contains(ID);
        assertThat(server.json("/processes/echo").path("mutable").asBoolean(true))
                .isFalse();
        assertThat(server.json("/api?f=json").path("paths").has("/processes/" + ID + "/execution"))
                .isTrue();

        String replacement = "{\"model\":\"zimbabwe-sample@1\",\"title\":\"Crops of Zimbabwe\"}";
        assertThat(server.request("PUT", "/processes/" + ID, replacement).statusCode())
                .isEqualTo(204);
        assertThat(server.json("/processes/" + ID).path("title").asString()).isEqualTo("Crops of Zimbabwe");

        String job = TestServer.json(server.post("/processes/" + ID + "/execution", AREA, "Prefer", "respond-async"))
                .path("jobID")
                .asString();
        assertThat(server.delete("/processes/" + ID).statusCode()).isEqualTo(204);
        assertThat(server.get("/processes/" + ID).statusCode()).isEqualTo(404);
        assertThat(listed()).doesNotContain(ID);
        // What was accepted goes on, and what it made stays.
        JsonNode status = server.await(job);
        assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("successful");
        assertThat(status.path("processID").asString()).isEqualTo(ID);
        assertThat(server.json("/jobs/" + job + "/results/provenance").toString())
                .contains("zimbabwe-sample@1");
        server.delete("/jobs/" + job);
    }

    private static String listed() throws Exception {
        return server.json("/processes?limit=1000").toString();
    }

    @Test
    @Conforms(Conforms.DEPLOY + "ogcapppkg")
    void anApplicationPackageNamesItsModel() throws Exception {
        String body = "{'processDescription':{'id':'maize-map','title':'Maize','description':'For our fields.',"
                + "'version':'1','inputs':{'aoi':{}},'outputs':{'crop_type':{}}},"
                + "'executionUnit':{'type':'model','model':'zimbabwe-sample'}}";
        HttpResponse<byte[]> deployed = deploy(body, "Content-Type", PACKAGE);
        JsonNode description = server.json("/processes/maize-map");

        assertThat(deployed.statusCode()).as(TestServer.text(deployed)).isEqualTo(201);
        assertThat(description.path("title").asString()).isEqualTo("Maize");
        assertThat(description.path("description").asString()).startsWith("For our fields.");
        HttpResponse<byte[]> again = deploy(body, "Content-Type", PACKAGE);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(TestServer.json(again).path("type").asString()).endsWith("/duplicated-process");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'model':'none'}                                                             | 400
            {'model':'../x'}                                                             | 400
            {'model':7}                                                                  | 400
            {}                                                                           | 400
            []                                                                           | 400
            {'model':'zimbabwe-sample','typo':1}                                         | 400
            {'model':'zimbabwe-sample','id':'No Id'}                                     | 400
            {'model':'zimbabwe-sample','id':'classify-crops'}                            | 409
            {'executionUnit':{'type':'docker','image':'x'}}                              | 400
            {'executionUnit':{'model':'zimbabwe-sample','image':'x'}}                    | 400
            {'executionUnit':{'model':'zimbabwe-sample'},'processDescription':{'inputs':{'soil':{}}}} | 400
            """)
    @Conforms({Conforms.DEPLOY + "deploy-replace-undeploy", Conforms.DEPLOY + "ogcapppkg"})
    void whatIsNoDeploymentIsRefused(String body, int status) throws Exception {
        HttpResponse<byte[]> answer = deploy(body);

        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(status);
        assertThat(listed()).doesNotContain("classify-with-");
    }

    @Test
    @Conforms(Conforms.DEPLOY + "deploy-replace-undeploy")
    void whatIsBuiltInStays() throws Exception {
        HttpResponse<byte[]> removed = server.delete("/processes/echo");

        assertThat(removed.statusCode()).isEqualTo(403);
        assertThat(TestServer.json(removed).path("type").asString()).endsWith("/immutable-process");
        assertThat(server.request("PUT", "/processes/echo", "{\"model\":\"zimbabwe-sample\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.delete("/processes/none").statusCode()).isEqualTo(404);
        assertThat(deploy("{'model':'zimbabwe-sample'}", "Content-Type", "application/cwl")
                        .statusCode())
                .isEqualTo(415);
    }
}
