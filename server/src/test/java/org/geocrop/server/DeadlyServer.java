package org.geocrop.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geocrop.json.Json;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
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
            ProcessDescription.Input halt = new ProcessDescription.Input(
                    "Whether to end the process",
                    "Else it takes all memory",
                    Json.object().put("type", "boolean"),
                    1,
                    1);
            return new ProcessDescription(
                    PROCESS,
                    "1.0.0",
                    "Deadly",
                    "Harms the server that runs it.",
                    List.of(),
                    Map.of("halt", halt),
                    Map.of(),
                    Json.object().put("halt", false));
        }

        @Override
        public Prepared prepare(Execution execution) {
            return Prepared.question(() -> die(execution));
        }

        private static void die(Execution execution) {
            if (execution.inputs().path("halt").asBoolean()) {
                Runtime.getRuntime().halt(EXIT);
            }
            List<byte[]> all = new ArrayList<>();
            while (true) {
                all.add(new byte[1 << 20]);
            }
        }
    }
}
