package org.geocrop.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.geocrop.error.NotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * What a finished job has left.
 *
 * @param jobId the job that made it
 * @param processId the process that ran
 * @param created RFC 3339 time
 * @param outputs its files, rasters first
 * @param coverage what its rasters share; null if it has none
 */
public record Result(
        String jobId,
        String processId,
        String created,
        List<Output> outputs,
        @Nullable Coverage coverage) {

    /**
     * A file of the result.
     *
     * @param name such as {@code crop_type}
     * @param file its name in the store
     * @param mediaType of the file
     */
    public record Output(String name, String file, String mediaType) {

        public boolean isRaster() {
            return mediaType.equals(ResultFiles.COG_TYPE);
        }
    }

    public Result {
        outputs = List.copyOf(outputs);
    }

    public Optional<Output> output(String name) {
        return outputs.stream().filter(output -> output.name.equals(name)).findFirst();
    }

    /** Names of its rasters. */
    public List<String> rasters() {
        List<String> rasters = new ArrayList<>();
        outputs.stream().filter(Output::isRaster).forEach(output -> rasters.add(output.name));
        return rasters;
    }

    /**
     * What its rasters share.
     *
     * @throws NotFoundException if it has none
     */
    public Coverage requireCoverage() {
        if (coverage == null) {
            throw new NotFoundException("The result of the process " + processId + " has no rasters");
        }
        return coverage;
    }
}
