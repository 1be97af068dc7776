package org.geocrop.process.accuracy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.accuracy.ConfusionMatrix;
import org.geocrop.accuracy.Estimate;
import org.geocrop.accuracy.StratifiedAssessment;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Rights;
import org.geocrop.catalogue.Thing;
import org.geocrop.document.Assessment;
import org.geocrop.document.ZoneFigures;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.NotFoundException;
import org.geocrop.json.Json;
import org.geocrop.store.ObjectStore;

/**
 * What an {@code assess-accuracy} job found, carried over to parts of its map: what the map calls a class is truly of
 * each class in the same shares everywhere (the synthetic estimator; Rao and Molina 2015, Small Area Estimation, chapter
 * 3). The intervals are those of sampling only: a part in which the map errs in another way is not told.
 */
public final class AssessedMap {

    private static final int MAX_BYTES = 16 << 20;

    private final Assessment assessment;
    private final ConfusionMatrix matrix;

    private AssessedMap(Assessment assessment) {
        this.assessment = assessment;
        this.matrix = ConfusionMatrix.of(assessment.confusion());
    }

    /**
     * Reads the assessment of a map.
     *
     * @throws InvalidRequestException if there is none of that name, or it is that of another map
     */
    public static AssessedMap open(ObjectStore store, String job, String map, Rights rights) {
        try {
            if (!rights.maySee(Thing.job(job))) {
                throw new NotFoundException("There is no finished result " + job);
            }
            Assessment assessment =
                    Json.to(Json.read(store.get(ResultFiles.key(job, "assessment.json"), MAX_BYTES)), Assessment.class);
            if (!assessment.map().equals(map)) {
                throw new InvalidRequestException("the assessment is that of " + assessment.map() + ", not of " + map);
            }
            return new AssessedMap(assessment);
        } catch (NotFoundException | InvalidRequestException e) {
            throw new InvalidRequestException("inputs/assessment: " + e.getMessage(), e);
        } catch (Json.MalformedException e) {
            throw new InvalidRequestException("inputs/assessment: " + job + " is no assessment", e);
        }
    }

    /** A zone with the area that truly is of each class, also of those that the map does not see there. */
    public ZoneFigures.OfClasses estimate(ZoneFigures.OfClasses zone) {
        List<ZoneFigures.ZoneClass> assessed =
                assessment.classes().stream().map(about -> of(zone, about)).toList();
        double[] areas =
                assessed.stream().mapToDouble(ZoneFigures.ZoneClass::hectares).toArray();
        boolean isEmpty = Arrays.stream(areas).sum() == 0;
        StratifiedAssessment truth = isEmpty ? null : new StratifiedAssessment(matrix, areas);
        Map<Long, ZoneFigures.ZoneClass> classes = new LinkedHashMap<>();
        zone.classes().forEach(each -> classes.put(each.value(), each));
        for (int c = 0; c < areas.length; c++) {
            ZoneFigures.ZoneClass each = assessed.get(c);
            classes.put(each.value(), truth == null ? each : estimated(each, truth.area(c)));
        }
        return new ZoneFigures.OfClasses(zone.hectares(), zone.hectaresNodata(), List.copyOf(classes.values()));
    }

    private static ZoneFigures.ZoneClass of(ZoneFigures.OfClasses zone, Assessment.AssessedClass about) {
        return zone.classes().stream()
                .filter(each -> each.value() == about.value())
                .findFirst()
                .orElseGet(() -> new ZoneFigures.ZoneClass(
                        about.value(), about.name(), about.color(), 0, 0, 0, null, null, null, null));
    }

    private static ZoneFigures.ZoneClass estimated(ZoneFigures.ZoneClass each, Estimate area) {
        return new ZoneFigures.ZoneClass(
                each.value(),
                each.name(),
                each.color(),
                each.pixels(),
                each.hectares(),
                each.share(),
                each.meanConfidence(),
                round(area.value()),
                round(Math.max(0, area.low())),
                round(Math.max(0, area.high())));
    }

    private static double round(double hectares) {
        return Math.round(hectares * 1e4) / 1e4;
    }
}
