package org.geocrop.catalogue;

import java.util.function.Predicate;
import org.geocrop.error.NotFoundException;
import org.geocrop.store.ByteSource;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;

/** What the one for whom something is done may see. What they may not see is answered as what is not there. */
@FunctionalInterface
public interface Rights {

    /** Of a host that leaves rights to others, and of who was asked already. */
    Rights ALL = thing -> true;

    boolean maySee(Thing thing);

    /** Names of models that they may see. */
    default Predicate<String> models() {
        return name -> maySee(Thing.model(name));
    }

    /**
     * Opens a file of a data set.
     *
     * @throws NotFoundException if there is none, or none for them
     */
    default ByteSource open(ObjectStore store, ObjectKey file) {
        require(store, file);
        try {
            return store.open(file);
        } catch (NotFoundException e) {
            throw noFile(file);
        }
    }

    /**
     * Reads a small file of a data set.
     *
     * @throws NotFoundException if there is none, or none for them
     */
    default byte[] get(ObjectStore store, ObjectKey file, int maxBytes) {
        require(store, file);
        try {
            return store.get(file, maxBytes);
        } catch (NotFoundException e) {
            throw noFile(file);
        }
    }

    private void require(ObjectStore store, ObjectKey file) {
        if (!maySee(Thing.ofFile(file))) {
            // The store is asked all the same, so that the answer takes as long as that of what is not there.
            var unused = store.stat(file);
            throw noFile(file);
        }
    }

    private static NotFoundException noFile(ObjectKey file) {
        return new NotFoundException("There is no " + file);
    }
}
