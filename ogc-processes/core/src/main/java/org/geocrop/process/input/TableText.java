package org.geocrop.process.input;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The text of a table in the encodings that spreadsheets write, by its byte order mark or by what fits. */
final class TableText {

    private static final Charset WESTERN = Charset.forName("windows-1252");

    private TableText() {}

    /**
     * Decodes the beginning of a file: UTF-16 where it has that mark, else UTF-8, else Windows' western code page. A
     * first line such as {@code sep=;}, by which Excel is told the separator, is left out.
     */
    static String decode(byte[] file, int most) {
        int length = Math.min(file.length, most);
        String text = plain(file, length).replaceFirst("^\uFEFF", "");
        return text.regionMatches(true, 0, "sep=", 0, 4)
                ? text.substring(text.lines().findFirst().orElse("").length())
                : text;
    }

    private static String plain(byte[] file, int length) {
        if (length >= 2 && ((file[0] & 255) == 0xff && (file[1] & 255) == 0xfe)) {
            return new String(file, 2, (length - 2) / 2 * 2, StandardCharsets.UTF_16LE);
        }
        if (length >= 2 && ((file[0] & 255) == 0xfe && (file[1] & 255) == 0xff)) {
            return new String(file, 2, (length - 2) / 2 * 2, StandardCharsets.UTF_16BE);
        }
        if (length < file.length) {
            return new String(file, 0, length, StandardCharsets.UTF_8);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(file, WESTERN);
        }
    }
}
