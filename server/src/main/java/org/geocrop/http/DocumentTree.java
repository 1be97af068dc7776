package org.geocrop.http;

import java.util.List;
import java.util.Map;
import org.geocrop.json.ForeignJson;
import org.geocrop.markup.Markup;

/** A JSON document as nested lists of HTML, with its links. */
final class DocumentTree {

    private static final List<String> TITLES = List.of("title", "id", "jobID", "type");

    private final StringBuilder html = new StringBuilder();

    private DocumentTree() {}

    static String html(ForeignJson document) {
        DocumentTree tree = new DocumentTree();
        tree.add(document);
        return tree.html.toString();
    }

    static String title(ForeignJson document) {
        return TITLES.stream()
                .map(name -> document.text(name))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("Document");
    }

    private void add(ForeignJson node) {
        if (node.get("href").isText()) {
            link(node);
        } else if (node.isObject()) {
            html.append("<dl>");
            for (Map.Entry<String, ForeignJson> member : node.members().entrySet()) {
                html.append("<dt>").append(Markup.escape(member.getKey())).append("</dt><dd>");
                add(member.getValue());
                html.append("</dd>\n");
            }
            html.append("</dl>");
        } else if (node.isList() && node.stream().allMatch(ForeignJson::isSingle)) {
            html.append(Markup.escape(
                    String.join(", ", node.stream().map(DocumentTree::text).toList())));
        } else if (node.isList()) {
            html.append("<ul>");
            for (ForeignJson member : node) {
                html.append("<li>");
                add(member);
                html.append("</li>\n");
            }
            html.append("</ul>");
        } else {
            html.append(Markup.escape(text(node)));
        }
    }

    private void link(ForeignJson link) {
        String href = link.text("href");
        String title = link.text("title", link.text("rel", href));
        boolean leadsOn = href.matches("https?://[^{}]*");
        html.append(
                        leadsOn
                                ? "<a href=\"" + Markup.escape(href) + "\">" + Markup.escape(title) + "</a>"
                                : Markup.escape(title + ": " + href))
                .append(" <span class=\"quiet\">")
                .append(Markup.escape(link.text("rel") + " " + link.text("type")))
                .append("</span>");
    }

    private static String text(ForeignJson value) {
        return value.isAbsent() ? "–" : value.isText() ? value.text() : value.toString();
    }
}
