package org.geocrop.process.table;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * A flat table of required columns as Apache Parquet 1.0: one row group, one plain, unpacked page a column. The few
 * Thrift structures that this takes (compact protocol) are written here, since the libraries for Parquet bring Hadoop.
 */
final class ParquetTable {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** Physical types as the format numbers them. */
    private enum Type {
        INT32(1),
        FLOAT(4),
        DOUBLE(5),
        BYTE_ARRAY(6);

        private final int code;

        Type(int code) {
            this.code = code;
        }
    }

    private record Column(String name, Type type, byte[] values) {}

    private final int rows;
    private final List<Column> columns = new ArrayList<>();

    ParquetTable(int rows) {
        this.rows = rows;
    }

    void integers(String name, IntUnaryOperator values) {
        ByteBuffer buffer = buffer(Integer.BYTES);
        for (int i = 0; i < rows; i++) {
            buffer.putInt(values.applyAsInt(i));
        }
        columns.add(new Column(name, Type.INT32, buffer.array()));
    }

    void floats(String name, IntToDoubleFunction values) {
        ByteBuffer buffer = buffer(Float.BYTES);
        for (int i = 0; i < rows; i++) {
            buffer.putFloat((float) values.applyAsDouble(i));
        }
        columns.add(new Column(name, Type.FLOAT, buffer.array()));
    }

    void doubles(String name, IntToDoubleFunction values) {
        ByteBuffer buffer = buffer(Double.BYTES);
        for (int i = 0; i < rows; i++) {
            buffer.putDouble(values.applyAsDouble(i));
        }
        columns.add(new Column(name, Type.DOUBLE, buffer.array()));
    }

    void texts(String name, IntFunction<String> values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < rows; i++) {
            byte[] text = values.apply(i).getBytes(StandardCharsets.UTF_8);
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(text.length)
                    .array());
            out.writeBytes(text);
        }
        columns.add(new Column(name, Type.BYTE_ARRAY, out.toByteArray()));
    }

    private ByteBuffer buffer(int width) {
        return ByteBuffer.allocate(Math.multiplyExact(rows, width)).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] write() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(MAGIC);
        List<Long> offsets = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        for (Column column : columns) {
            offsets.add((long) file.size());
            file.writeBytes(pageHeader(column));
            file.writeBytes(column.values);
            sizes.add(file.size() - offsets.get(offsets.size() - 1));
        }
        byte[] footer = footer(offsets, sizes);
        file.writeBytes(footer);
        file.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footer.length)
                .array());
        file.writeBytes(MAGIC);
        return file.toByteArray();
    }

    /** PageHeader: data page, plain values, levels left out since all are required. */
    private byte[] pageHeader(Column column) {
        Thrift page = new Thrift();
        page.integer(1, 0).integer(2, column.values.length).integer(3, column.values.length);
        page.begin(5).integer(1, rows).integer(2, 0).integer(3, 3).integer(4, 3).end();
        return page.end().bytes();
    }

    /** FileMetaData. */
    private byte[] footer(List<Long> offsets, List<Long> sizes) {
        Thrift meta = new Thrift();
        meta.integer(1, 1);
        meta.list(2, columns.size() + 1);
        meta.element().text(4, "features").integer(5, columns.size()).end();
        for (Column column : columns) {
            meta.element().integer(1, column.type.code).integer(3, 0).text(4, column.name);
            if (column.type == Type.BYTE_ARRAY) {
                meta.integer(6, 0);
            }
            meta.end();
        }
        meta.big(3, rows);
        meta.list(4, 1);
        meta.element().list(1, columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            meta.element().big(2, offsets.get(i)).begin(3);
            meta.integer(1, column.type.code)
                    .integers(2, 0, 3)
                    .texts(3, column.name)
                    .integer(4, 0);
            meta.big(5, rows).big(6, sizes.get(i)).big(7, sizes.get(i)).big(9, offsets.get(i));
            meta.end().end();
        }
        meta.big(2, sizes.stream().mapToLong(Long::longValue).sum())
                .big(3, rows)
                .end();
        meta.text(6, "GeoCrop");
        return meta.end().bytes();
    }

    /** Thrift's compact protocol, as far as the structures above go. */
    private static final class Thrift {

        private static final int I32 = 5;
        private static final int I64 = 6;
        private static final int BINARY = 8;
        private static final int LIST = 9;
        private static final int STRUCT = 12;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final java.util.ArrayDeque<Integer> outer = new java.util.ArrayDeque<>();
        private int last;

        Thrift integer(int field, int value) {
            head(field, I32);
            varint(zigzag(value));
            return this;
        }

        Thrift big(int field, long value) {
            head(field, I64);
            varint(zigzag(value));
            return this;
        }

        Thrift text(int field, String value) {
            head(field, BINARY);
            return string(value);
        }

        Thrift begin(int field) {
            head(field, STRUCT);
            return element();
        }

        /** A struct within a list. */
        Thrift element() {
            outer.push(last);
            last = 0;
            return this;
        }

        Thrift end() {
            out.write(0);
            last = outer.isEmpty() ? 0 : outer.pop();
            return this;
        }

        Thrift list(int field, int size) {
            return list(field, size, STRUCT);
        }

        Thrift integers(int field, int... values) {
            list(field, values.length, I32);
            for (int value : values) {
                varint(zigzag(value));
            }
            return this;
        }

        Thrift texts(int field, String value) {
            return list(field, 1, BINARY).string(value);
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private Thrift list(int field, int size, int type) {
            head(field, LIST);
            if (size < 15) {
                out.write(size << 4 | type);
            } else {
                out.write(0xf0 | type);
                varint(size);
            }
            return this;
        }

        private Thrift string(String value) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            varint(utf8.length);
            out.writeBytes(utf8);
            return this;
        }

        private void head(int field, int type) {
            out.write(field - last << 4 | type);
            last = field;
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        private static long zigzag(long value) {
            return value << 1 ^ value >> 63;
        }
    }
}
