package org.geocrop.pipeline;

import org.geocrop.stac.Catalogue;
import org.geocrop.store.Sources;
import org.geocrop.store.Spent;

/**
 * Where scenes come from.
 *
 * @param name what provenance calls it
 * @param catalogue finds them
 * @param sources opens their hrefs; a catalogue that a request brought gets fewer rights than a configured one
 */
public record Imagery(String name, Catalogue catalogue, Sources sources) {

    /** The same on the account of a run. */
    public Imagery on(Spent spent) {
        return new Imagery(name, catalogue, sources.on(spent));
    }
}
