package org.geocrop.json;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a record that was read has all that it has to have: each component that may not be null. */
final class Whole {

    private Whole() {}

    static void require(@Nullable Object value, String place) throws Json.MalformedException {
        if (value instanceof Record whole) {
            for (RecordComponent component : whole.getClass().getRecordComponents()) {
                String here = place + (place.isEmpty() ? "" : "/") + DocumentSchema.name(component, whole.getClass());
                Object part = part(whole, component);
                if (part == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    throw new Json.MalformedException(here + " is missing");
                }
                require(part, here);
            }
        } else if (value instanceof Collection<?> list) {
            int i = 0;
            for (Object each : list) {
                require(each, place + "/" + i++);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> each : map.entrySet()) {
                require(each.getValue(), place + "/" + each.getKey());
            }
        }
    }

    private static @Nullable Object part(Record whole, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(whole);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A record tells its components", e);
        }
    }
}
