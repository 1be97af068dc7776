package org.geocrop.model;

import java.util.Locale;
import org.geocrop.markup.Markup;
import tools.jackson.databind.JsonNode;

/** A {@link ModelCard} as a page; one that came with a model from elsewhere may lack any of its members. */
public final class ModelCardPage {

    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
            table{border-collapse:collapse;margin:.5rem 0 1.5rem}
            th,td{border:1px solid #ccc;padding:.25rem .6rem;text-align:right}
            th:first-child,td:first-child{text-align:left}
            .right{background:#e3f1e3}.bar{background:#5a8f5a;height:.8rem;display:inline-block}
            .warn{background:#fff4d6;padding:.5rem 1rem;border-left:4px solid #d9a400}""";

    private ModelCardPage() {}

    /** The whole page; every text of the card is escaped. */
    public static String page(JsonNode card) {
        StringBuilder page = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
                .append(Markup.escape(card.path("model").asString("")))
                .append("</title><style>")
                .append(STYLE)
                .append("</style><h1>Model ")
                .append(Markup.escape(card.path("model").asString("")))
                .append("</h1>");
        data(page, card);
        accuracy(page, card.path("accuracy"));
        confusion(page, card.path("accuracy"));
        members(page, card);
        importance(page, card.path("importance"));
        page.append("<h2>Where not to use it</h2><ul class=\"warn\">");
        card.path("limits")
                .forEach(limit -> page.append("<li>")
                        .append(Markup.escape(limit.asString()))
                        .append("</li>"));
        return page.append("</ul></html>\n").toString();
    }

    private static void data(StringBuilder page, JsonNode card) {
        page.append("<p>Made ")
                .append(Markup.escape(card.path("created").asString("")))
                .append(" of ")
                .append(card.path("rows").asInt())
                .append(" rows in ")
                .append(card.path("groups").asInt())
                .append(" fields or blocks, from <code>")
                .append(Markup.escape(card.path("dataset").asString("")))
                .append("</code>, season ")
                .append(Markup.escape(card.path("season").asString("")))
                .append(".</p>");
    }

    private static void accuracy(StringBuilder page, JsonNode accuracy) {
        page.append("<h2>Accuracy</h2><p>On fields and blocks that were not trained on (")
                .append(accuracy.path("folds").asInt())
                .append(" folds): overall <b>")
                .append(percent(accuracy.path("overall").asDouble()))
                .append("</b> (95 % interval ")
                .append(percent(accuracy.path("interval").path(0).asDouble()))
                .append(" to ")
                .append(percent(accuracy.path("interval").path(1).asDouble()))
                .append("), kappa ")
                .append(number(accuracy.path("kappa").asDouble()))
                .append(", log loss ")
                .append(number(accuracy.path("log_loss").asDouble()))
                .append(".</p><table><tr><th>class<th>rows<th>user's accuracy<th>producer's accuracy<th>F1</tr>");
        accuracy.path("classes")
                .forEach(each -> page.append("<tr><td>")
                        .append(Markup.escape(each.path("class").asString("")))
                        .append("<td>")
                        .append(each.path("rows").asInt())
                        .append("<td>")
                        .append(percent(each.path("users").asDouble(Double.NaN)))
                        .append("<td>")
                        .append(percent(each.path("producers").asDouble(Double.NaN)))
                        .append("<td>")
                        .append(number(each.path("f1").asDouble(Double.NaN)))
                        .append("</tr>"));
        page.append("</table>");
    }

    private static void confusion(StringBuilder page, JsonNode accuracy) {
        JsonNode classes = accuracy.path("classes");
        page.append("<h2>Confusion</h2><table><tr><th>said \\ true");
        classes.forEach(each ->
                page.append("<th>").append(Markup.escape(each.path("class").asString(""))));
        page.append("</tr>");
        JsonNode counts = accuracy.path("confusion");
        for (int said = 0; said < counts.size(); said++) {
            page.append("<tr><td>")
                    .append(Markup.escape(classes.path(said).path("class").asString("")));
            for (int truth = 0; truth < counts.size(); truth++) {
                page.append(said == truth ? "<td class=\"right\">" : "<td>")
                        .append(counts.path(said).path(truth).asLong());
            }
            page.append("</tr>");
        }
        page.append("</table>");
    }

    private static void members(StringBuilder page, JsonNode card) {
        page.append("<h2>Members</h2><table><tr><th>type<th>weight<th>accuracy alone<th>parameters</tr>");
        card.path("members")
                .forEach(member -> page.append("<tr><td>")
                        .append(Markup.escape(member.path("type").asString("")))
                        .append("<td>")
                        .append(number(member.path("weight").asDouble()))
                        .append("<td>")
                        .append(percent(member.path("accuracy").asDouble(Double.NaN)))
                        .append("<td>")
                        .append(Markup.escape(member.path("parameters").asString("")))
                        .append("</tr>"));
        page.append("</table>");
    }

    private static void importance(StringBuilder page, JsonNode importance) {
        page.append("<h2>What it looks at</h2><p>Loss of accuracy when a feature is shuffled.</p><table>");
        double most = Math.max(1e-9, importance.path(0).path("loss").asDouble());
        for (int i = 0; i < Math.min(15, importance.size()); i++) {
            JsonNode feature = importance.get(i);
            double loss = feature.path("loss").asDouble();
            page.append("<tr><td>")
                    .append(Markup.escape(feature.path("feature").asString("")))
                    .append("<td>")
                    .append(percent(loss))
                    .append("<td style=\"text-align:left\"><span class=\"bar\" style=\"width:")
                    .append(Math.round(200 * Math.max(0, loss) / most))
                    .append("px\"></span></tr>");
        }
        page.append("</table>");
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }
}
