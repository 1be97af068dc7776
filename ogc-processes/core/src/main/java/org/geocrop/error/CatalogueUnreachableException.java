package org.geocrop.error;

/** A catalogue did not answer after several attempts, and may do so later. */
public final class CatalogueUnreachableException extends CatalogueException {

    private static final long serialVersionUID = 1L;

    public CatalogueUnreachableException(String message) {
        super(message);
    }
}
