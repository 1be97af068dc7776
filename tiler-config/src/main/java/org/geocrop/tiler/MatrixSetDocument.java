package org.geocrop.tiler;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.TileMatrixSet;
import org.geocrop.grid.TileMatrixSet.Matrix;
import org.geocrop.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tile matrix sets as JSON (OGC 17-083r4, annex C), with the members of the first edition (17-083r2) beside them: GDAL
 * before 3.7 knows no others.
 */
public final class MatrixSetDocument {

    private MatrixSetDocument() {}

    /** The document of a set; coordinates in the axis order of its CRS. */
    public static ObjectNode write(TileMatrixSet set) {
        ObjectNode document = Json.object();
        document.put("id", set.id()).put("title", set.title());
        if (set.uri() != null) {
            document.put("uri", set.uri());
        }
        document.put("crs", set.crs().uri());
        document.put("type", "TileMatrixSetType")
                .put("identifier", set.id())
                .put("supportedCRS", set.crs().uri());
        boolean north = set.crs().northFirst();
        boolean degrees = org.geocrop.grid.Crs.isGeographic(set.crs().epsg());
        String east = degrees ? "Lon" : "E";
        String up = degrees ? "Lat" : "N";
        document.putArray("orderedAxes").add(north ? up : east).add(north ? east : up);
        if (set.wellKnownScaleSet() != null) {
            document.put("wellKnownScaleSet", set.wellKnownScaleSet());
        }
        ArrayNode matrices = document.putArray("tileMatrices");
        for (Matrix m : set.matrices()) {
            ObjectNode matrix = matrices.addObject();
            matrix.put("id", m.id())
                    .put("identifier", m.id())
                    .put("scaleDenominator", m.scaleDenominator())
                    .put("cellSize", m.cellSize());
            matrix.put("cornerOfOrigin", "topLeft");
            ArrayNode origin = matrix.putArray("pointOfOrigin");
            origin.add(north ? m.originY() : m.originX()).add(north ? m.originX() : m.originY());
            matrix.set("topLeftCorner", origin.deepCopy());
            matrix.put("tileWidth", m.tileSize()).put("tileHeight", m.tileSize());
            matrix.put("matrixWidth", m.width()).put("matrixHeight", m.height());
        }
        return document;
    }

    /**
     * Reads a set: square tiles, origin at the top left, no variable widths.
     *
     * @param name of the file, for messages
     * @throws IllegalArgumentException naming the fault
     */
    static TileMatrixSet read(byte[] json, String name) {
        try {
            JsonNode document = Json.read(json);
            JsonNode crs = document.required("crs");
            CrsName crsName = CrsName.parse(crs.isObject() ? crs.path("uri").asString("") : crs.asString(""));
            List<Matrix> matrices = new ArrayList<>();
            for (JsonNode m : document.required("tileMatrices")) {
                matrices.add(matrix(m, crsName));
            }
            if (matrices.isEmpty()) {
                throw new IllegalArgumentException("it has no tile matrices");
            }
            String id = document.required("id").asString();
            if (!id.matches("[A-Za-z][A-Za-z0-9_-]{0,63}")) {
                throw new IllegalArgumentException("its id has other characters than letters, digits, '-' and '_'");
            }
            return new TileMatrixSet(
                    id,
                    document.path("title").asString(id),
                    document.path("uri").asString(null),
                    crsName,
                    document.path("wellKnownScaleSet").asString(null),
                    matrices);
        } catch (Json.MalformedException | RuntimeException e) {
            throw new IllegalArgumentException("tile-matrix-sets/" + name + " is not right: " + e.getMessage(), e);
        }
    }

    private static Matrix matrix(JsonNode m, CrsName crs) {
        JsonNode origin = m.required("pointOfOrigin");
        boolean north = crs.northFirst();
        int size = m.required("tileWidth").asInt();
        boolean square = size == m.required("tileHeight").asInt();
        boolean top = m.path("cornerOfOrigin").asString("topLeft").equals("topLeft");
        double cell = m.required("cellSize").asDouble();
        long width = m.required("matrixWidth").asLong();
        long height = m.required("matrixHeight").asLong();
        if (!square || !top || m.has("variableMatrixWidths") || size < 16 || size > 2048) {
            throw new InvalidRequestException(
                    "its tiles are not squares of 16 to 2048 pixels that are counted from the top left");
        }
        if (!(cell > 0) || width < 1 || height < 1) {
            throw new InvalidRequestException("its cells and matrices need a size above 0");
        }
        return new Matrix(
                m.required("id").asString(),
                m.required("scaleDenominator").asDouble(),
                cell,
                origin.get(north ? 1 : 0).asDouble(),
                origin.get(north ? 0 : 1).asDouble(),
                size,
                width,
                height);
    }
}
