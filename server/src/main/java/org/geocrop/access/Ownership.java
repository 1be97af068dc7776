package org.geocrop.access;

import java.util.Locale;
import java.util.Set;
import org.geocrop.catalogue.Thing;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.NotFoundException;
import org.geocrop.jdbc.Holdings;
import org.geocrop.job.Job;
import org.geocrop.region.RegionFiles;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.springframework.stereotype.Component;

/**
 * Makes models, data sets and regions their makers', before anything of them is written: nobody sees half a moment of what is
 * private. Names are unique: the first to use one owns it with all its versions or seasons, and only they add more. What is in the
 * store without an owner, since it is older than this rule or was put there from outside, stays everyone's.
 */
@Component
public class Ownership {

    /** Of what nobody owns. */
    private static final Holdings.Holding EVERYONES = new Holdings.Holding("", Job.Sharing.PUBLIC, Set.of(), false);

    private final Holdings holdings;
    private final Access access;
    private final ObjectStore store;

    Ownership(Holdings holdings, Access access, ObjectStore store) {
        this.holdings = holdings;
        this.access = access;
        this.store = store;
    }

    /**
     * Looks whether the caller may add a version.
     *
     * @throws InvalidRequestException if the name is another's
     */
    public void requireFree(Thing thing) {
        if (!access.isFreeFor(Caller.current(), thing)) {
            throw InvalidRequestException.at(
                    "inputs/name",
                    "the name '" + thing.name() + "' is taken; a "
                            + thing.kind().name().toLowerCase(Locale.ROOT).replace("dataset", "data set")
                            + " belongs to who has used its name first");
        }
    }

    /** Makes it the caller's, if it is new. */
    public void claim(Thing thing) {
        if (!isStored(thing)) {
            holdings.claim(thing, Caller.current().user(), Job.Sharing.PRIVATE);
            access.forget(thing);
        }
    }

    /**
     * What is known of a thing that the caller may share: their own, or any for an administrator.
     *
     * @throws Access.NoSuchJobException if there is no such job, as far as they may know
     * @throws NotFoundException if there is no such model, data set or region, as far as they may know
     */
    public Holdings.Holding changeable(Thing thing) {
        return access.changeable(thing).orElseGet(() -> {
            if (thing.kind() == Thing.Kind.JOB) {
                throw new Access.NoSuchJobException();
            }
            if (!Caller.current().isAdmin() || !isStored(thing)) {
                throw new NotFoundException("There is nothing of that name that you own");
            }
            return EVERYONES;
        });
    }

    /** Shares a thing with these and nobody else; what nobody owns becomes the administrator's who does. */
    public Holdings.Holding share(Thing thing, Job.Sharing sharing, Set<String> grantees) {
        if (changeable(thing).equals(EVERYONES)) {
            holdings.claim(thing, Caller.current().user(), sharing);
        }
        holdings.share(thing, sharing, grantees);
        access.forget(thing);
        return changeable(thing);
    }

    /** Shows a thing to everyone; with whom it was shared before stays noted. */
    public void publish(Thing thing) {
        access.changeable(thing).ifPresent(holding -> {
            holdings.share(thing, Job.Sharing.PUBLIC, holding.grantees());
            access.forget(thing);
        });
    }

    private boolean isStored(Thing thing) {
        String folder = thing.name() + "/";
        return switch (thing.kind()) {
            case JOB -> true;
            case MODEL -> isAny(ObjectKey.MODELS, folder);
            case DATASET -> isAny(ObjectKey.DATASETS, folder);
            case REGION -> isAny(ObjectKey.RESULTS, RegionFiles.PREFIX + folder);
        };
    }

    private boolean isAny(String bucket, String prefix) {
        return !store.list(bucket, prefix).isEmpty();
    }
}
