package org.geocrop.http;

import java.util.List;
import java.util.Map;
import org.geocrop.markup.Markup;
import tools.jackson.databind.JsonNode;

/** A JSON document as nested lists of HTML, with its links. */
final class DocumentTree {

    private static final List<String> TITLES = List.of("title", "id", "jobID", "type");

    private final StringBuilder html = new StringBuilder();

    private DocumentTree() {}

    static String html(JsonNode document) {
        DocumentTree tree = new DocumentTree();
        tree.add(document);
        return tree.html.toString();
    }

    static String title(JsonNode document) {
        return TITLES.stream()
                .map(name -> document.path(name).asString(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("Document");
    }

    private void add(JsonNode node) {
        if (node.path("href").isString()) {
            link(node);
        } else if (node.isObject()) {
            html.append("<dl>");
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                html.append("<dt>").append(Markup.escape(member.getKey())).append("</dt><dd>");
                add(member.getValue());
                html.append("</dd>\n");
            }
            html.append("</dl>");
        } else if (node.isArray() && node.valueStream().noneMatch(JsonNode::isContainer)) {
            html.append(Markup.escape(
                    String.join(", ", node.valueStream().map(DocumentTree::text).toList())));
        } else if (node.isArray()) {
            html.append("<ul>");
            for (JsonNode member : node) {
                html.append("<li>");
                add(member);
                html.append("</li>\n");
            }
            html.append("</ul>");
        } else {
            html.append(Markup.escape(text(node)));
        }
    }

    private void link(JsonNode link) {
        String href = link.path("href").asString();
        String title = link.path("title").asString(link.path("rel").asString(href));
        boolean leadsOn = href.matches("https?://[^{}]*");
        html.append(
                        leadsOn
                                ? "<a href=\"" + Markup.escape(href) + "\">" + Markup.escape(title) + "</a>"
                                : Markup.escape(title + ": " + href))
                .append(" <span class=\"quiet\">")
                .append(Markup.escape(
                        link.path("rel").asString("") + " " + link.path("type").asString("")))
                .append("</span>");
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "–" : value.isString() ? value.asString() : value.toString();
    }
}
