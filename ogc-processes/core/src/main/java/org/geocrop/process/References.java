package org.geocrop.process;

import java.net.URI;

/** Fetches inputs that a request gives by reference. Hosts guard which addresses may be reached. */
@FunctionalInterface
public interface References {

    /** For hosts that take inputs by value only. */
    References NONE = href -> {
        throw new org.geocrop.error.InvalidRequestException("Inputs by reference are not taken here: " + href);
    };

    /**
     * The bytes at an address, bounded in number and time.
     *
     * @throws org.geocrop.error.InvalidRequestException if the address is refused or can't be read
     */
    byte[] fetch(URI href);
}
