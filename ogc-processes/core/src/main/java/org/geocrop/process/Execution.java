package org.geocrop.process;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.geocrop.catalogue.Rights;
import org.geocrop.json.ForeignJson;
import org.geocrop.pipeline.Progress;

/**
 * One run of a process. A job that a crash cut off is run again: what a run writes follows from this alone, and not from
 * the clock or from chance, so that a second run writes the same.
 *
 * @param jobId names the result
 * @param accepted when the job was accepted: the time that documents give
 * @param inputs resolved and valid
 * @param formats media type that was asked for, by output; outputs that are not named were not asked for, but an empty
 *     map asks for all in their default formats
 * @param rights what the one who runs it may see
 * @param progress hears how far it is
 */
public record Execution(
        String jobId,
        Instant accepted,
        ForeignJson inputs,
        Map<String, String> formats,
        Rights rights,
        Progress progress) {

    public Execution {
        formats = Map.copyOf(formats);
    }

    /** Whether an output was asked for. */
    public boolean wants(String output) {
        return formats.isEmpty() || formats.containsKey(output);
    }

    /** Media type in which an output is wanted. */
    public String format(ProcessDescription description, String output) {
        String wanted = formats.get(output);
        return wanted == null || wanted.isEmpty()
                ? description.output(output).mediaTypes().get(0)
                : wanted;
    }

    /** Names of the outputs that were asked for. */
    public Set<String> wanted(ProcessDescription description) {
        return formats.isEmpty() ? description.outputs().keySet() : formats.keySet();
    }
}
