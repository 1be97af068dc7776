package org.geocrop.geoserver.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.wicket.markup.html.basic.Label;
import org.apache.wicket.markup.html.link.Link;
import org.apache.wicket.markup.html.list.ListItem;
import org.apache.wicket.markup.html.list.ListView;
import org.apache.wicket.model.LoadableDetachableModel;
import org.geocrop.error.GeocropException;
import org.geocrop.geoserver.Administration;
import org.geocrop.geoserver.Ledger;
import org.geoserver.platform.GeoServerExtensions;
import org.geoserver.web.GeoServerSecuredPage;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator sees in GeoServer's menu: whether the plugin runs and what is wrong, whether what the settings name
 * can be reached, models, runs and results. It is loaded only where GeoServer has its web interface.
 */
public class GeocropPage extends GeoServerSecuredPage {

    private static final long serialVersionUID = 1L;
    private static final Set<String> GOING_ON = Set.of("QUEUED", "RUNNING");
    private static final int PHASE = 3;

    public GeocropPage() {
        add(new Label("status", new LoadableDetachableModel<String>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected String load() {
                GeocropExtension extension = extension();
                return (extension.isRunning() ? "Running. " : "Off. ") + extension.status();
            }
        }));
        add(new Act("test", this::test));
        add(new Rows("models", "", () -> lines(GeocropPage::models), null));
        add(new Rows("runs", "cancel", () -> lines(GeocropPage::runs), name -> with(running -> running.cancel(name))) {
            private static final long serialVersionUID = 1L;

            @Override
            boolean isFor(String[] cells) {
                return GOING_ON.contains(cells[PHASE]);
            }
        });
        add(new Rows("results", "remove", () -> lines(GeocropPage::results), name -> with(running -> running.engine()
                .ledger()
                .find(name)
                .ifPresent(running::remove))));
    }

    private void test() {
        with(running -> Administration.tests(running.engine()).forEach((test, outcome) -> {
            if (outcome.equals("ok")) {
                info(test + ": ok");
            } else {
                error(test + ": " + outcome);
            }
        }));
    }

    private static GeocropExtension extension() {
        return GeoServerExtensions.bean(GeocropExtension.class);
    }

    private void with(Consumer<Running> work) {
        Running running = extension().running();
        if (running == null) {
            error(extension().status());
            return;
        }
        try {
            work.accept(running);
        } catch (GeocropException e) {
            error(String.valueOf(e.getMessage()));
        }
    }

    private List<String[]> lines(Function<Running, List<String[]>> of) {
        List<String[]> lines = new ArrayList<>();
        if (extension().isRunning()) {
            with(running -> lines.addAll(of.apply(running)));
        }
        return lines;
    }

    private static List<String[]> models(Running running) {
        List<String[]> lines = new ArrayList<>();
        Administration.models(running.engine())
                .forEach(model -> lines.add(new String[] {
                    model.model(), model.isDefault() ? "default" : model.deprecated() ? "deprecated" : ""
                }));
        return lines;
    }

    private static List<String[]> runs(Running running) {
        List<String[]> lines = new ArrayList<>();
        for (Runs.Run run : running.runs().list()) {
            lines.add(new String[] {
                run.id(), run.process(), run.user(), run.phase(), String.format(Locale.ROOT, "%.0f %%", run.percent())
            });
        }
        return lines;
    }

    private static List<String[]> results(Running running) {
        List<String[]> lines = new ArrayList<>();
        for (Ledger.Entry entry : running.engine().ledger().list()) {
            lines.add(new String[] {
                entry.name(),
                entry.result().processId(),
                entry.note().owner(),
                entry.note().sharing().name().toLowerCase(Locale.ROOT),
                entry.note().created().toString()
            });
        }
        return lines;
    }

    /** Something that can be kept with a page. */
    private interface Work extends java.io.Serializable {
        void run();
    }

    /** What the lines of a table are; it can be kept with a page. */
    private interface Lines extends java.io.Serializable {
        List<String[]> get();
    }

    /** What is done with the line of a name; it can be kept with a page. */
    private interface Action extends java.io.Serializable {
        void on(String name);
    }

    /** A link that does something. */
    private static final class Act extends Link<Void> {
        private static final long serialVersionUID = 1L;
        private final Work work;

        private Act(String id, Work work) {
            super(id);
            this.work = work;
        }

        @Override
        public void onClick() {
            work.run();
        }
    }

    /** Lines of a table, each with the name that it is about first, and something to do with it. */
    private static class Rows extends ListView<String[]> {
        private static final long serialVersionUID = 1L;
        private final String act;
        private final @Nullable Action action;

        private Rows(String id, String act, Lines lines, @Nullable Action action) {
            super(id, new LoadableDetachableModel<List<String[]>>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected List<String[]> load() {
                    return lines.get();
                }
            });
            this.act = act;
            this.action = action;
        }

        @Override
        protected void populateItem(ListItem<String[]> item) {
            String[] cells = item.getModelObject();
            for (int i = 0; i < cells.length; i++) {
                item.add(new Label("cell" + i, cells[i]));
            }
            Action wanted = action;
            if (wanted != null) {
                String name = cells[0];
                item.add(new Act(act, () -> wanted.on(name)).setVisible(isFor(cells)));
            }
        }

        /** Whether there is something to do with a line. */
        boolean isFor(String[] cells) {
            return true;
        }
    }
}
