package org.geocrop.maps.layers;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.geocrop.error.RasterException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.hash.Sha256;
import org.geocrop.render.Picture;
import org.geocrop.store.ByteSource;
import org.geocrop.store.FileSource;

/** PNG and JPEG pictures with a world file, made into COGs once. */
final class WorldFileImage {

    private static final long MAX_PIXELS = 100_000_000;
    private static final int LINES = 6;

    private WorldFileImage() {}

    static boolean is(String source) {
        return source.toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g)");
    }

    /** Names that the world file of a picture may have: first and last letter of its extension with w, or its own with w. */
    static List<String> worldFiles(String source) {
        int dot = source.lastIndexOf('.');
        String extension = source.substring(dot + 1);
        String shortened = "" + extension.charAt(0) + extension.charAt(extension.length() - 1) + "w";
        return List.of(source.substring(0, dot + 1) + shortened, source + "w", source.substring(0, dot) + ".wld");
    }

    /**
     * The picture as a COG.
     *
     * @param folder where COGs are kept, by the hash of what they were made from
     */
    static ByteSource cog(String name, byte[] image, byte[] world, int epsg, Path folder) {
        Sha256 digest = new Sha256();
        digest.add(image);
        digest.add(world);
        digest.add(Integer.toString(epsg).getBytes(StandardCharsets.UTF_8));
        Path cog = folder.resolve(digest.hex() + ".tif");
        try {
            if (!Files.exists(cog)) {
                Files.createDirectories(folder);
                Path part = Files.createTempFile(folder, "world", ".part");
                Files.write(part, convert(name, image, world, epsg));
                Files.move(part, cog, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            }
            return FileSource.open(cog, name);
        } catch (IOException e) {
            throw new RasterException(name + " can't be made into a COG", e);
        }
    }

    private static byte[] convert(String name, byte[] image, byte[] world, int epsg) throws IOException {
        BufferedImage pixels = read(name, image);
        int width = pixels.getWidth();
        int height = pixels.getHeight();
        double[] w = numbers(name, world);
        // Lines 5 and 6 are the centre of the first pixel.
        PixelGrid grid = new PixelGrid(epsg, w[4] - w[0] / 2, w[5] - w[3] / 2, w[0], -w[3], width, height);
        int[] argb = pixels.getRGB(0, 0, width, height, null, 0, width);
        return GeoTiff.picture(new Picture.Rgba(width, height, argb), grid);
    }

    private static BufferedImage read(String name, byte[] image) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(image))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new RasterException(name + " is neither PNG nor JPEG");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MAX_PIXELS) {
                    throw new RasterException(name + " has more than " + MAX_PIXELS + " pixels");
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        }
    }

    private static double[] numbers(String name, byte[] world) {
        String[] lines = new String(world, StandardCharsets.US_ASCII).trim().split("\\s+");
        double[] w = new double[LINES];
        try {
            for (int i = 0; i < LINES; i++) {
                w[i] = Double.parseDouble(lines[i]);
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new RasterException("The world file of " + name + " does not have six numbers", e);
        }
        if (w[1] != 0 || w[2] != 0 || !(w[0] > 0) || !(w[3] < 0)) {
            throw new RasterException("The world file of " + name + " says that it is rotated, which is not supported");
        }
        return w;
    }
}
