package org.geocrop.tiler;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Crs;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.TileMatrixSet;
import org.geocrop.grid.TileMatrixSet.Matrix;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Tile matrix sets as JSON (OGC 17-083r4, annex C), with the members of the first edition (17-083r2) beside them: GDAL
 * before 3.7 knows no others.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MatrixSetDocument(
        String id,
        String title,
        @Nullable String uri,
        String crs,
        String type,
        String identifier,
        String supportedCRS,
        List<String> orderedAxes,
        @Nullable String wellKnownScaleSet,
        List<MatrixDocument> tileMatrices) {

    /** One of its matrices. */
    record MatrixDocument(
            String id,
            String identifier,
            double scaleDenominator,
            double cellSize,
            String cornerOfOrigin,
            double[] pointOfOrigin,
            double[] topLeftCorner,
            int tileWidth,
            int tileHeight,
            long matrixWidth,
            long matrixHeight) {

        static MatrixDocument of(Matrix m, boolean north) {
            double[] origin = {north ? m.originY() : m.originX(), north ? m.originX() : m.originY()};
            return new MatrixDocument(
                    m.id(),
                    m.id(),
                    m.scaleDenominator(),
                    m.cellSize(),
                    "topLeft",
                    origin,
                    origin,
                    m.tileSize(),
                    m.tileSize(),
                    m.width(),
                    m.height());
        }
    }

    /** The document of a set; coordinates in the axis order of its CRS. */
    public static MatrixSetDocument of(TileMatrixSet set) {
        boolean north = set.crs().northFirst();
        boolean degrees = Crs.isGeographic(set.crs().epsg());
        String east = degrees ? "Lon" : "E";
        String up = degrees ? "Lat" : "N";
        return new MatrixSetDocument(
                set.id(),
                set.title(),
                set.uri(),
                set.crs().uri(),
                "TileMatrixSetType",
                set.id(),
                set.crs().uri(),
                north ? List.of(up, east) : List.of(east, up),
                set.wellKnownScaleSet(),
                set.matrices().stream().map(m -> MatrixDocument.of(m, north)).toList());
    }

    /**
     * Reads a set: square tiles, origin at the top left, no variable widths.
     *
     * @param name of the file, for messages
     * @throws IllegalArgumentException naming the fault
     */
    static TileMatrixSet read(byte[] json, String name) {
        try {
            ForeignJson document = ForeignJson.read(json);
            ForeignJson crs = document.get("crs");
            CrsName crsName = CrsName.parse(crs.isObject() ? crs.text("uri") : crs.text());
            List<Matrix> matrices = new ArrayList<>();
            for (ForeignJson m : document.get("tileMatrices")) {
                matrices.add(matrix(m, crsName));
            }
            if (matrices.isEmpty()) {
                throw new IllegalArgumentException("it has no tile matrices");
            }
            String id = document.text("id");
            if (!id.matches("[A-Za-z][A-Za-z0-9_-]{0,63}")) {
                throw new IllegalArgumentException("its id has other characters than letters, digits, '-' and '_'");
            }
            return new TileMatrixSet(
                    id,
                    document.text("title", id),
                    document.textOrNull("uri"),
                    crsName,
                    document.textOrNull("wellKnownScaleSet"),
                    matrices);
        } catch (Json.MalformedException | RuntimeException e) {
            throw new IllegalArgumentException("tile-matrix-sets/" + name + " is not right: " + e.getMessage(), e);
        }
    }

    private static Matrix matrix(ForeignJson m, CrsName crs) {
        double[] origin = m.get("pointOfOrigin").numbers();
        boolean north = crs.northFirst();
        int size = m.whole("tileWidth", 0);
        boolean square = size == m.whole("tileHeight", 0);
        boolean top = m.text("cornerOfOrigin", "topLeft").equals("topLeft");
        double cell = m.number("cellSize");
        long width = (long) m.number("matrixWidth", 0);
        long height = (long) m.number("matrixHeight", 0);
        if (!square || !top || m.has("variableMatrixWidths") || size < 16 || size > 2048) {
            throw new InvalidRequestException(
                    "its tiles are not squares of 16 to 2048 pixels that are counted from the top left");
        }
        if (m.text("id").isEmpty() || !(m.number("scaleDenominator") > 0) || origin.length != 2) {
            throw new InvalidRequestException("a matrix needs id, scaleDenominator and pointOfOrigin");
        }
        if (!(cell > 0) || width < 1 || height < 1) {
            throw new InvalidRequestException("its cells and matrices need a size above 0");
        }
        return new Matrix(
                m.text("id"),
                m.number("scaleDenominator"),
                cell,
                origin[north ? 1 : 0],
                origin[north ? 0 : 1],
                size,
                width,
                height);
    }
}
