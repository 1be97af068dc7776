package org.geocrop.geoserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.geojson.Feature;
import org.geocrop.geojson.FeatureCollection;
import org.geocrop.geojson.GeoJson;
import org.geocrop.geojson.Shape;
import org.geocrop.grid.Crs;
import org.geocrop.process.ProcessDescription;
import org.geotools.api.feature.simple.SimpleFeature;
import org.geotools.api.feature.type.AttributeDescriptor;
import org.geotools.api.referencing.FactoryException;
import org.geotools.api.referencing.crs.CoordinateReferenceSystem;
import org.geotools.api.referencing.operation.MathTransform;
import org.geotools.api.referencing.operation.TransformException;
import org.geotools.data.simple.SimpleFeatureCollection;
import org.geotools.data.simple.SimpleFeatureIterator;
import org.geotools.geometry.jts.JTS;
import org.geotools.referencing.CRS;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/** Features of GeoServer, such as those of a layer by WFS, as the GeoJSON that processes read. */
final class Features {

    /** What the name of a parameter with features adds to that of the input. */
    static final String SUFFIX = "_features";

    private static final String COLLECTION = "geojson-feature-collection";

    private Features() {}

    /** Whether an input is a collection of features. */
    static boolean isWanted(ProcessDescription.Input input) {
        return input.schema().hasFormat(COLLECTION);
    }

    /**
     * Features in longitude and latitude, with all attributes that JSON can say.
     *
     * @param name of the parameter, for errors
     * @throws InvalidRequestException if they can't be told in longitude and latitude
     */
    static FeatureCollection json(String name, SimpleFeatureCollection features) {
        List<Feature> read = new ArrayList<>();
        try (SimpleFeatureIterator iterator = features.features()) {
            MathTransform toDegrees = transform(features.getSchema().getCoordinateReferenceSystem());
            while (iterator.hasNext()) {
                read.add(json(iterator.next(), toDegrees));
            }
        } catch (FactoryException | TransformException e) {
            throw new InvalidRequestException(
                    "inputs/" + name + ": its geometries can't be told in longitude and latitude: " + e.getMessage(),
                    e);
        }
        return new FeatureCollection(read);
    }

    private static @Nullable MathTransform transform(@Nullable CoordinateReferenceSystem crs) throws FactoryException {
        return crs == null ? null : CRS.findMathTransform(crs, Crs.decode(Crs.WGS84), true);
    }

    private static Feature json(SimpleFeature feature, @Nullable MathTransform toDegrees) throws TransformException {
        Shape geometry = feature.getDefaultGeometry() instanceof Geometry shape
                ? GeoJson.write(toDegrees == null ? shape : JTS.transform(shape, toDegrees))
                : null;
        Map<String, Object> properties = new LinkedHashMap<>();
        for (AttributeDescriptor attribute : feature.getFeatureType().getAttributeDescriptors()) {
            Object value = feature.getAttribute(attribute.getName());
            if (value instanceof Number || value instanceof Boolean) {
                properties.put(attribute.getLocalName(), value);
            } else if (value != null && !(value instanceof Geometry)) {
                properties.put(attribute.getLocalName(), value.toString());
            }
        }
        return Feature.of(feature.getID(), geometry, properties);
    }
}
