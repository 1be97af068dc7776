package org.geocrop.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.geocrop.jdbc.AuditTable;
import org.jspecify.annotations.Nullable;

/** An entry as lines and lists have it; its number is that of the list. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AuditLine(
        @Nullable Long number,
        String at,
        String actor,
        String via,
        String action,
        String target,
        String address,
        int outcome,
        String request) {

    static AuditLine of(@Nullable Long number, AuditTable.Entry entry) {
        return new AuditLine(
                number,
                entry.at().toString(),
                entry.actor(),
                entry.via(),
                entry.action(),
                entry.target(),
                entry.address(),
                entry.outcome(),
                entry.request());
    }
}
