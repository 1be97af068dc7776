package org.geocrop.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.geocrop.error.StoreException;
import org.geocrop.json.JsonSchema;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Lane;
import org.geocrop.process.Prepared;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.Processes;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;

/** The server as it is, with one process more, which takes all memory or ends the Java that runs it. */
final class DeadlyServer {

    static final String PROCESS = "deadly";
    static final int EXIT = 86;

    /** Ways to harm the server. */
    enum How {
        HALT,
        MEMORY,
        MEMORY_OF_A_THREAD,
        ERROR_OF_A_LIBRARY
    }

    private DeadlyServer() {}

    public static void main(String[] arguments) {
        new SpringApplication(GeocropServer.class, Additions.class).run(arguments);
    }

    /** Not found by the server's own scan, since it bears no annotation. */
    static final class Additions {
        @Bean
        static BeanPostProcessor oneProcessMore() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    if (!(bean instanceof Processes processes)) {
                        return bean;
                    }
                    List<GeoProcess> all = new ArrayList<>(processes.all());
                    all.add(new Deadly());
                    return new Processes(all);
                }
            };
        }
    }

    private static final class Deadly implements GeoProcess {

        @Override
        public String id() {
            return PROCESS;
        }

        @Override
        public ProcessDescription description() {
            ProcessDescription.Input how =
                    new ProcessDescription.Input("What to do", "One of the test's ways", JsonSchema.text(), 1, 1);
            ProcessDescription.Input lane =
                    new ProcessDescription.Input("Where to wait", "A lane", JsonSchema.text(), 1, 1);
            return new ProcessDescription(
                    PROCESS,
                    "1.0.0",
                    "Deadly",
                    "Harms the server that runs it.",
                    List.of(),
                    Map.of("how", how, "lane", lane),
                    Map.of(),
                    Map.of("how", How.HALT.name(), "lane", Lane.MAP.name()));
        }

        @Override
        public Prepared prepare(Execution execution) {
            Lane lane = Lane.valueOf(execution.inputs().text("lane"));
            How how = How.valueOf(execution.inputs().text("how"));
            return Prepared.in(lane, () -> die(how));
        }

        private static void die(How how) {
            switch (how) {
                case HALT -> Runtime.getRuntime().halt(EXIT);
                case MEMORY -> takeAll();
                case MEMORY_OF_A_THREAD ->
                    CompletableFuture.runAsync(Deadly::takeAll).join();
                case ERROR_OF_A_LIBRARY ->
                    throw new StoreException(
                            "A library is out of memory", new ExecutionException(new OutOfMemoryError("of a library")));
            }
        }

        private static void takeAll() {
            List<byte[]> all = new ArrayList<>();
            while (true) {
                all.add(new byte[1 << 20]);
            }
        }
    }
}
