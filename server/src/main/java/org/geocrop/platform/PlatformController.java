package org.geocrop.platform;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.geocrop.http.Page;
import org.geocrop.http.Replies;
import org.geocrop.settings.PlatformOptions;
import org.geocrop.settings.Settings;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The services beside this one that the operator names, for visitors. */
@RestController
class PlatformController {

    private final List<Neighbour> neighbours;

    PlatformController(Settings settings) {
        PlatformOptions platform = settings.platform();
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(platform.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.neighbours = platform.addresses().entrySet().stream()
                .map(each -> new Neighbour(
                        each.getKey(), URI.create(each.getValue()), http, platform.interval(), platform.timeout()))
                .toList();
    }

    @Page
    @GetMapping("/services")
    ResponseEntity<byte[]> services() {
        List<CompletableFuture<ServiceList.Service>> looks =
                neighbours.stream().map(Neighbour::look).toList();
        return Replies.json(
                new ServiceList(looks.stream().map(CompletableFuture::join).toList()), "Cache-Control", "no-store");
    }
}
