package org.plumelookup.lookup;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Converter;
import org.apache.camel.TypeConverters;
import org.plumelookup.api.LookupOutcome;

/**
 * Converts an outcome to its JSON document (for {@code convertBodyTo}, or a component that writes the body) or to its
 * fields. Stateless.
 */
@Converter
public final class OutcomeConverters implements TypeConverters {

    /** Creates the converters. */
    public OutcomeConverters() {}

    /** Returns the outcome as JSON. */
    @Converter
    public String toText(LookupOutcome outcome) {
        return OutcomeJson.reply(outcome);
    }

    /** Returns the outcome as JSON in UTF-8. */
    @Converter
    public byte[] toBytes(LookupOutcome outcome) {
        return toText(outcome).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the outcome as JSON in UTF-8. */
    @Converter
    public InputStream toStream(LookupOutcome outcome) {
        return new ByteArrayInputStream(toBytes(outcome));
    }

    /** Returns the fields of the outcome. */
    @Converter
    public Map<String, Object> toMap(LookupOutcome outcome) {
        return outcome.toMap();
    }
}
