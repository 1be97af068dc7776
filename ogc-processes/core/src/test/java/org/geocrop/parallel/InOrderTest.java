package org.geocrop.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.geocrop.error.DismissedException;
import org.junit.jupiter.api.Test;

class InOrderTest {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private static List<Integer> parts(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void resultsComeInTheOrderOfPartsAndPartsAreWorkedOnTogether() {
        // Each of the first parts waits until as many as there are cores have begun.
        CountDownLatch together = new CountDownLatch(CORES);
        List<Integer> taken = new ArrayList<>();
        InOrder.work(
                parts(200),
                part -> {
                    together.countDown();
                    await(together);
                    return part * part;
                },
                (number, result) -> {
                    assertThat(result).isEqualTo(number * number);
                    taken.add(number);
                });
        assertThat(taken).isEqualTo(parts(200));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void onlyAFewPartsAreAheadOfWhatWasTaken() {
        AtomicInteger begun = new AtomicInteger();
        InOrder.work(
                parts(500),
                part -> begun.incrementAndGet(),
                (number, result) -> assertThat(begun.get()).isLessThanOrEqualTo(number + 2 * CORES));
        assertThat(begun.get()).isEqualTo(500);
    }

    @Test
    void aFaultOfAPartEndsAll() {
        AtomicInteger begun = new AtomicInteger();
        assertThatThrownBy(() -> InOrder.work(
                        parts(500),
                        part -> {
                            begun.incrementAndGet();
                            if (part == 7) {
                                throw new IllegalArgumentException("part 7");
                            }
                            return part;
                        },
                        (number, result) -> assertThat(number).isLessThan(7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("part 7");
        assertThat(begun.get()).isLessThanOrEqualTo(7 + 2 * CORES);
    }

    @Test
    void whoTakesMayEndItAndNoPartIsWorkedOnAfterwards() {
        AtomicInteger inWork = new AtomicInteger();
        assertThatThrownBy(() -> InOrder.work(
                        parts(500),
                        part -> {
                            inWork.incrementAndGet();
                            try {
                                return part;
                            } finally {
                                inWork.decrementAndGet();
                            }
                        },
                        (number, result) -> {
                            if (number == 3) {
                                throw new DismissedException("enough");
                            }
                        }))
                .isInstanceOf(DismissedException.class)
                .hasMessage("enough");
        assertThat(inWork.get()).isZero();
    }
}
