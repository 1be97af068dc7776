package org.geocrop.maps.wms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringReader;
import java.util.List;
import org.geocrop.Fuzz;
import org.geocrop.tiler.Sld;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged styles, as requests for maps may bring them. */
@Tag("soak")
class SldFuzzTest {

    private static final String STYLE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc">
              <NamedLayer><Name>latest</Name><UserStyle><Title>Crops &amp; more</Title><FeatureTypeStyle><Rule>
                <RasterSymbolizer><Opacity>0.7</Opacity><ColorMap type="values">
                  <ColorMapEntry color="#f2d13c" quantity="1" label="maize" opacity="1"/>
                  <ColorMapEntry color="#8c5a2b" quantity="2" label="soya bean"/>
                </ColorMap></RasterSymbolizer>
              </Rule></FeatureTypeStyle></UserStyle></NamedLayer>
            </StyledLayerDescriptor>
            """;

    @Test
    void styles() throws Exception {
        List<byte[]> files = List.of(
                STYLE.getBytes(UTF_8),
                STYLE.replace("type=\"values\"", "type=\"ramp\"").getBytes(UTF_8),
                STYLE.replace("type=\"values\"", "type=\"intervals\"").getBytes(UTF_8));
        Fuzz.run("SLD", 64L << 20, files, bytes -> Sld.read(new StringReader(new String(bytes, UTF_8))));
    }
}
