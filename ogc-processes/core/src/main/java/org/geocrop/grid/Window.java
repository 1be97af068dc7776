package org.geocrop.grid;

/**
 * A rectangle of pixels: columns grow to the right, rows grow downwards.
 *
 * @param col left column
 * @param row top row
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Window(int col, int row, int width, int height) {

    public Window {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("A window needs a size of at least 1 x 1: " + width + " x " + height);
        }
    }

    public int endCol() {
        return col + width;
    }

    public int endRow() {
        return row + height;
    }

    public int size() {
        return Math.multiplyExact(width, height);
    }

    public boolean intersects(Window other) {
        return col < other.endCol() && other.col < endCol() && row < other.endRow() && other.row < endRow();
    }

    /** The common part of two windows that intersect. */
    public Window intersection(Window other) {
        int left = Math.max(col, other.col);
        int top = Math.max(row, other.row);
        return new Window(
                left, top, Math.min(endCol(), other.endCol()) - left, Math.min(endRow(), other.endRow()) - top);
    }

    /** With so many pixels more on each side. */
    public Window expanded(int margin) {
        return new Window(col - margin, row - margin, width + 2 * margin, height + 2 * margin);
    }

    public Window shifted(int cols, int rows) {
        return new Window(col + cols, row + rows, width, height);
    }
}
