package org.geocrop.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefinementTest {

    private static byte[] map(String... rows) {
        StringBuilder all = new StringBuilder();
        for (String row : rows) {
            all.append(row);
        }
        byte[] ids = new byte[all.length()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (byte) (all.charAt(i) - '0');
        }
        return ids;
    }

    @Test
    void aMajorityReplacesSinglePixelsAndKeepsNodata() {
        byte[] filtered = new MajorityFilter(3).filter(map("11111", "12100", "11100", "11222", "11222"), 5, 5);
        assertThat(filtered).isEqualTo(map("11111", "11100", "11100", "11222", "11222"));
    }

    @Test
    void aPixelKeepsItsClassWhereNoOtherHasMore() {
        assertThat(new MajorityFilter(3).filter(map("1122", "1122"), 4, 2)).isEqualTo(map("1122", "1122"));
    }

    @Test
    void smallPatchesGoToWhatIsAroundThem() {
        byte[] filtered = new PatchFilter(4).filter(map("111133", "122133", "121133", "111133"), 6, 4);
        assertThat(filtered).isEqualTo(map("111133", "111133", "111133", "111133"));
        // Four pixels are enough; diagonal neighbours are another patch.
        assertThat(new PatchFilter(4).filter(map("1111", "1221", "1221", "1111"), 4, 4))
                .isEqualTo(map("1111", "1221", "1221", "1111"));
        assertThat(new PatchFilter(2).filter(map("111", "121", "112"), 3, 3)).isEqualTo(map("111", "111", "111"));
        assertThat(new PatchFilter(5).filter(map("000", "020", "000"), 3, 3)).isEqualTo(map("000", "020", "000"));
    }

    /** Cut into blocks with the margin around them, a map is refined as in one piece. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void blocksAreRefinedLikeTheWhole(int seed) {
        Random random = new Random(seed);
        int size = 90;
        byte[] ids = new byte[size * size];
        for (int i = 0; i < ids.length; i++) {
            // Clumps, so that patches of all sizes occur.
            ids[i] = i > size && random.nextInt(3) > 0
                    ? ids[i - (random.nextBoolean() ? 1 : size)]
                    : (byte) random.nextInt(4);
        }
        Refinement refinement = new Refinement(null, new MajorityFilter(5), new PatchFilter(12));
        byte[] whole = refinement.classes(ids, size, size);
        Window all = new Window(0, 0, size, size);
        assertThat(whole).isNotEqualTo(ids);
        for (int row = 0; row < size; row += 30) {
            for (int col = 0; col < size; col += 30) {
                Window block = new Window(col, row, 30, 30);
                Window part = block.expanded(refinement.margin()).intersection(all);
                byte[] alone = refinement.classes(Refinement.cut(ids, all, part), part.width(), part.height());
                assertThat(Refinement.cut(alone, part, block))
                        .as(block.toString())
                        .isEqualTo(Refinement.cut(whole, all, block));
            }
        }
    }

    /** One doubtful pixel in a field becomes of the field; the edge between two sure fields stays where it is. */
    @Test
    void bayesianSmoothingKeepsEdges() {
        int size = 12;
        float[] p = new float[size * size * 2];
        boolean[] valid = new boolean[size * size];
        for (int i = 0; i < valid.length; i++) {
            valid[i] = true;
            boolean left = i % size < size / 2;
            p[2 * i] = left ? 0.95f : 0.05f;
            p[2 * i + 1] = 1 - p[2 * i];
        }
        int doubtful = 5 * size + 2;
        p[2 * doubtful] = 0.4f;
        p[2 * doubtful + 1] = 0.6f;
        float[] smooth = new BayesianSmoothing(5, 20, 0.5).smooth(p, 2, size, size, valid);
        for (int i = 0; i < valid.length; i++) {
            boolean left = i % size < size / 2;
            assertThat(smooth[2 * i] > smooth[2 * i + 1]).as("pixel " + i).isEqualTo(left);
            assertThat(smooth[2 * i] + smooth[2 * i + 1]).isCloseTo(1, within(1e-5f));
        }
    }

    @Test
    void pixelsWithoutDataDoNotCount() {
        float[] p = {0.9f, 0.1f, 0.1f, 0.9f, 0.9f, 0.1f};
        float[] smooth = new BayesianSmoothing(3, 20, 1).smooth(p, 2, 3, 1, new boolean[] {true, false, true});
        assertThat(smooth[0]).isCloseTo(0.9f, within(1e-5f));
        assertThat(smooth[2]).isZero();
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new MajorityFilter(4)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> new BayesianSmoothing(8, 20, 0.5)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> new PatchFilter(1)).isInstanceOf(InvalidRequestException.class);
    }
}
