package org.geocrop.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import org.geocrop.error.NotFoundException;
import org.geocrop.job.Job;
import org.geocrop.job.JobStatus;
import org.geocrop.job.JobStore;
import org.springframework.stereotype.Component;

/**
 * Who may see which job and its result: owner and administrators; all users where it is shared; everyone where it is
 * public. For others it is not there: 404, or 401 for those who have not said who they are.
 */
@Component
public class Access {

    /** How long another server's change of sharing may take to be seen by tiles. */
    private static final Duration KNOWN_FOR = Duration.ofSeconds(5);

    private static final int MAX_ID = 36;

    private record Rights(String owner, Job.Sharing sharing, boolean dismissed) {}

    private final JobStore jobs;
    private final Cache<String, Optional<Rights>> known = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(KNOWN_FOR)
            .build();

    Access(JobStore jobs) {
        this.jobs = jobs;
    }

    /** Thrown where a caller has to say who he is. */
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
     * @throws UnknownCallerException if the caller has not said who he is
     */
    public Job visible(String id) {
        Caller caller = Caller.current();
        return find(id).filter(job -> maySee(caller, job.owner(), job.sharing()))
                .orElseThrow(() -> caller.isNobody() ? new UnknownCallerException() : new NoSuchJobException());
    }

    /** A job that the caller may change: his own, or any for an administrator. */
    public Job changeable(String id) {
        Caller caller = Caller.current();
        Job job = visible(id);
        if (!caller.isAdmin() && !job.owner().equals(caller.user())) {
            throw new NoSuchJobException();
        }
        return job;
    }

    /** Whether the caller may read the result of a job. */
    public boolean mayRead(String id) {
        Caller caller = Caller.current();
        Optional<Rights> rights = known.get(
                id,
                key -> find(key)
                        .map(job -> new Rights(job.owner(), job.sharing(), job.status() == JobStatus.DISMISSED)));
        // A result without a job was made by the command line: it belongs to who runs the server.
        return rights.map(r -> !r.dismissed && maySee(caller, r.owner, r.sharing))
                .orElse(caller.isAdmin());
    }

    /**
     * Requires that the caller may read the result of a job.
     *
     * @throws NotFoundException if there is none, as far as he may know
     * @throws UnknownCallerException if the caller has not said who he is
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
     * What to throw where there is nothing that the caller may see: he may have to say who he is.
     *
     * @param message for those who have
     */
    public static RuntimeException nothing(String message) {
        return Caller.current().isNobody() ? new UnknownCallerException() : new NotFoundException(message);
    }

    /** Whether everyone may read it, so that shared caches may keep it. */
    public boolean isPublic(String id) {
        Optional<Rights> rights = known.getIfPresent(id);
        return rights != null
                && rights.map(r -> r.sharing == Job.Sharing.PUBLIC).orElse(false);
    }

    public void forget(String id) {
        known.invalidate(id);
    }

    private Optional<Job> find(String id) {
        return id.length() > MAX_ID ? Optional.empty() : jobs.find(id);
    }

    private static boolean maySee(Caller caller, String owner, Job.Sharing sharing) {
        return caller.isAdmin()
                || switch (sharing) {
                    case PRIVATE -> owner.equals(caller.user());
                    case SHARED -> !caller.isNobody();
                    case PUBLIC -> true;
                };
    }
}
