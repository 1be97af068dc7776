package org.geocrop.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.geocrop.catalogue.Rights;
import org.geocrop.catalogue.Thing;
import org.geocrop.error.NotFoundException;
import org.geocrop.jdbc.Holdings;
import org.geocrop.job.Job;
import org.geocrop.job.JobStore;
import org.springframework.stereotype.Component;

/**
 * Who may see what: its owner and administrators; single users and groups with whom it is shared; all users where it is
 * shared with all; everyone where it is public. For others it is not there, and takes as long to answer: 404, or 401
 * for those who have not said who they are. Models, data sets and regions that nobody owns are everyone's.
 */
@Component
public class Access {

    /** How long another server's change of sharing may take to be seen by tiles and processes. */
    private static final Duration KNOWN_FOR = Duration.ofSeconds(5);

    private static final int MAX_NAME = 200;

    private final JobStore jobs;
    private final Holdings holdings;
    private final Cache<Thing, Optional<Holdings.Holding>> known = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(KNOWN_FOR)
            .build();

    private final AtomicLong changes = new AtomicLong();

    Access(JobStore jobs, Holdings holdings) {
        this.jobs = jobs;
        this.holdings = holdings;
    }

    /** Thrown where a caller has to say who they are. */
    public static final class UnknownCallerException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Thrown where there is no such job, as far as the caller may know. */
    public static final class NoSuchJobException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * A job that the caller may see.
     *
     * @throws NoSuchJobException if there is none
     * @throws UnknownCallerException if the caller has not said who they are
     */
    public Job visible(String id) {
        Caller caller = Caller.current();
        Optional<Holdings.Holding> holding = find(Thing.job(id));
        Optional<Job> job = id.length() > MAX_NAME ? Optional.empty() : jobs.find(id);
        return job.filter(there -> holding.isPresent() && maySee(caller, holding.get()))
                .orElseThrow(() -> caller.isNobody() ? new UnknownCallerException() : new NoSuchJobException());
    }

    /** A job that the caller may change: their own, or any for an administrator. */
    public Job changeable(String id) {
        Job job = visible(id);
        if (!mayChange(Caller.current(), job.owner())) {
            throw new NoSuchJobException();
        }
        return job;
    }

    /** What is known of a thing that the caller may share: their own, or any for an administrator. */
    Optional<Holdings.Holding> changeable(Thing thing) {
        Caller caller = Caller.current();
        return find(thing).filter(holding -> mayChange(caller, holding.owner()));
    }

    /** Whether the caller may read the result of a job. */
    public boolean mayRead(String id) {
        return maySee(Caller.current(), Thing.job(id));
    }

    private record Sight(Caller caller, long changes) {}

    /** Equals another while its caller sees the same, as far as this server has told: a key of what was found for them. */
    public Object sight() {
        return new Sight(Caller.current(), changes.get());
    }

    /** What the current caller may see, also when another thread asks. */
    public Rights rights() {
        Caller caller = Caller.current();
        return thing -> maySee(caller, thing);
    }

    /** What everyone may see. */
    public Rights ofEveryone() {
        return thing -> maySee(Caller.nobody(), thing);
    }

    /**
     * Requires that the caller may read the result of a job.
     *
     * @throws NotFoundException if there is none, as far as they may know
     * @throws UnknownCallerException if the caller has not said who they are
     */
    public void requireReadable(String id) {
        if (!mayRead(id)) {
            if (Caller.current().isNobody()) {
                throw new UnknownCallerException();
            }
            throw new NotFoundException("There is no finished result of that name");
        }
    }

    /**
     * What to throw where there is nothing that the caller may see: they may have to say who they are.
     *
     * @param message for those who have
     */
    public static RuntimeException nothing(String message) {
        return Caller.current().isNobody() ? new UnknownCallerException() : new NotFoundException(message);
    }

    /** Whether everyone may read the result of a job, so that shared caches may keep it. */
    public boolean isPublic(String id) {
        Optional<Holdings.Holding> holding = known.getIfPresent(Thing.job(id));
        return holding != null
                && holding.map(there -> there.sharing() == Job.Sharing.PUBLIC).orElse(false);
    }

    /** Whether a user owns it, or nobody does: only they may add versions to it. */
    boolean isFreeFor(Caller caller, Thing thing) {
        return find(thing).map(holding -> mayChange(caller, holding.owner())).orElse(true);
    }

    public void forget(Thing thing) {
        known.invalidate(thing);
        changes.incrementAndGet();
    }

    private Optional<Holdings.Holding> find(Thing thing) {
        return thing.name().length() > MAX_NAME ? Optional.empty() : holdings.find(thing);
    }

    private boolean maySee(Caller caller, Thing thing) {
        boolean isJob = thing.kind() == Thing.Kind.JOB;
        // A result without a job was made by the command line: it belongs to who runs the server.
        return known.get(thing, this::find)
                .map(holding -> !holding.isDismissed() && maySee(caller, holding))
                .orElse(!isJob || caller.isAdmin());
    }

    private static boolean maySee(Caller caller, Holdings.Holding holding) {
        return mayChange(caller, holding.owner())
                || switch (holding.sharing()) {
                    case PRIVATE -> caller.grantees().stream().anyMatch(holding.grantees()::contains);
                    case SHARED -> !caller.isNobody();
                    case PUBLIC -> true;
                };
    }

    private static boolean mayChange(Caller caller, String owner) {
        return caller.isAdmin() || !caller.isNobody() && owner.equals(caller.user());
    }
}
