package org.geocrop.model;

import java.util.Locale;
import org.geocrop.json.ForeignJson;
import org.geocrop.markup.Markup;

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
    public static String page(ForeignJson card) {
        StringBuilder page = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
                .append(Markup.escape(card.text("model")))
                .append("</title><style>")
                .append(STYLE)
                .append("</style><h1>Model ")
                .append(Markup.escape(card.text("model")))
                .append("</h1>");
        data(page, card);
        accuracy(page, card.get("accuracy"));
        confusion(page, card.get("accuracy"));
        members(page, card);
        importance(page, card.get("importance"));
        page.append("<h2>Where not to use it</h2><ul class=\"warn\">");
        card.get("limits")
                .forEach(limit ->
                        page.append("<li>").append(Markup.escape(limit.text())).append("</li>"));
        return page.append("</ul></html>\n").toString();
    }

    private static void data(StringBuilder page, ForeignJson card) {
        page.append("<p>Made ")
                .append(Markup.escape(card.text("created")))
                .append(" of ")
                .append(card.whole("rows", 0))
                .append(" rows in ")
                .append(card.whole("groups", 0))
                .append(" fields or blocks, from <code>")
                .append(Markup.escape(card.text("dataset")))
                .append("</code>, season ")
                .append(Markup.escape(card.text("season")))
                .append(".</p>");
    }

    private static void accuracy(StringBuilder page, ForeignJson accuracy) {
        page.append("<h2>Accuracy</h2><p>On fields and blocks that were not trained on (")
                .append(accuracy.whole("folds", 0))
                .append(" folds): overall <b>")
                .append(percent(accuracy.number("overall")))
                .append("</b> (95 % interval ")
                .append(percent(accuracy.get("interval").get(0).number()))
                .append(" to ")
                .append(percent(accuracy.get("interval").get(1).number()))
                .append("), kappa ")
                .append(number(accuracy.number("kappa")))
                .append(", log loss ")
                .append(number(accuracy.number("log_loss")))
                .append(".</p><table><tr><th>class<th>rows<th>user's accuracy<th>producer's accuracy<th>F1</tr>");
        accuracy.get("classes")
                .forEach(each -> page.append("<tr><td>")
                        .append(Markup.escape(each.text("class")))
                        .append("<td>")
                        .append(each.whole("rows", 0))
                        .append("<td>")
                        .append(percent(each.number("users")))
                        .append("<td>")
                        .append(percent(each.number("producers")))
                        .append("<td>")
                        .append(number(each.number("f1")))
                        .append("</tr>"));
        page.append("</table>");
    }

    private static void confusion(StringBuilder page, ForeignJson accuracy) {
        ForeignJson classes = accuracy.get("classes");
        page.append("<h2>Confusion</h2><table><tr><th>said \\ true");
        classes.forEach(each -> page.append("<th>").append(Markup.escape(each.text("class"))));
        page.append("</tr>");
        ForeignJson counts = accuracy.get("confusion");
        for (int said = 0; said < counts.size(); said++) {
            page.append("<tr><td>").append(Markup.escape(classes.get(said).text("class")));
            for (int truth = 0; truth < counts.size(); truth++) {
                page.append(said == truth ? "<td class=\"right\">" : "<td>")
                        .append(counts.get(said).get(truth).whole(0));
            }
            page.append("</tr>");
        }
        page.append("</table>");
    }

    private static void members(StringBuilder page, ForeignJson card) {
        page.append("<h2>Members</h2><table><tr><th>type<th>weight<th>accuracy alone<th>parameters</tr>");
        card.get("members")
                .forEach(member -> page.append("<tr><td>")
                        .append(Markup.escape(member.text("type")))
                        .append("<td>")
                        .append(number(member.number("weight")))
                        .append("<td>")
                        .append(percent(member.number("accuracy")))
                        .append("<td>")
                        .append(Markup.escape(member.text("parameters")))
                        .append("</tr>"));
        page.append("</table>");
    }

    private static void importance(StringBuilder page, ForeignJson importance) {
        page.append("<h2>What it looks at</h2><p>Loss of accuracy when a feature is shuffled.</p><table>");
        double most = Math.max(1e-9, importance.get(0).number("loss"));
        for (int i = 0; i < Math.min(15, importance.size()); i++) {
            ForeignJson feature = importance.get(i);
            double loss = feature.number("loss");
            page.append("<tr><td>")
                    .append(Markup.escape(feature.text("feature")))
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
