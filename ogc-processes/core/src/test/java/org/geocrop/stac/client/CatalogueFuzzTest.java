package org.geocrop.stac.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.List;
import org.geocrop.Fuzz;
import org.geocrop.json.ForeignJson;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged items of catalogues. */
@Tag("soak")
class CatalogueFuzzTest {

    private static final String ITEM = """
            {"type":"Feature","stac_version":"1.0.0","id":"S2A_36KTF_20230115_0_L2A","bbox":[30.9,-17.5,31.1,-17.4],
             "geometry":{"type":"Polygon","coordinates":[[[30.9,-17.5],[31.1,-17.5],[31.1,-17.4],[30.9,-17.4],[30.9,-17.5]]]},
             "properties":{"datetime":"2023-01-15T08:00:00.123Z","eo:cloud_cover":12.5,"proj:epsg":32736,
              "s2:processing_baseline":"05.09","s2:product_uri":"S2A_MSIL2A_20230115T075111_N0509_R135_T36KTF_20230115T120000.SAFE"},
             "assets":{"B04":{"href":"./B04.tif","eo:bands":[{"name":"B04","common_name":"red"}],
               "raster:bands":[{"scale":0.0001,"offset":-0.1,"nodata":0}]},
              "B08":{"href":"s3://bucket/B08.tif","eo:bands":[{"name":"B08","common_name":"nir"}]},
              "SCL":{"href":"https://example.org/SCL.tif"}}}
            """;

    @Test
    void items() throws Exception {
        List<byte[]> files = List.of(ITEM.getBytes(UTF_8));
        URI base = URI.create("https://example.org/items/item.json");
        Fuzz.run("STAC items", 256L << 20, files, bytes -> StacItem.parse(ForeignJson.read(bytes), base));
    }
}
