package org.geocrop.platform;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.geocrop.json.Document;

/** Parts of the platform that an operator names to visitors. */
@Document
public record ServiceList(List<Service> services) {

    /** One of them. */
    public record Service(
            String title,

            @JsonPropertyDescription("Where people find it") String href,

            @JsonPropertyDescription("Whether it answers") boolean up) {}
}
