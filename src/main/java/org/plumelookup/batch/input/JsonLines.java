package org.plumelookup.batch.input;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.lookup.StrictJson;

/**
 * JSON lines: one JSON object per line.
 *
 * <p>The account ID is the field named by the configured column, else {@code accountId}. In an error record of an
 * earlier run it is {@code accountId}, and the record's {@code input} is the input.
 *
 * @param column the configured column
 */
record JsonLines(String column) implements RowFormat {
    static final String ACCOUNT_ID = "accountId";
    private static final String INPUT = "input";

    @Override
    public RawRow next(Lines lines) throws IOException {
        Line line = lines.nextNotBlank();
        return line == null ? null : RawRow.of(List.of(line));
    }

    @Override
    public LookupRequest read(long row, RawRow raw, String text) {
        ObjectNode object;
        try {
            object = StrictJson.parse(text);
        } catch (StrictJson.NotAnObject e) {
            return raw.refused(row, e.getMessage());
        }
        boolean earlierError = isEarlierError(object);
        String field = earlierError || !object.has(column) ? ACCOUNT_ID : column;
        String accountId = StrictJson.text(object, field, text);
        if (accountId == null) {
            String problem = "has no " + field + " that is a string or a number";
            return earlierError ? raw.refused(row, problem, (ObjectNode) object.get(INPUT)) : raw.refused(row, problem);
        }
        return new LookupRequest(
                row, accountId, earlierError ? (ObjectNode) object.get(INPUT) : without(object, field), null);
    }

    /** Returns whether an object has a field that can be the account ID. */
    boolean fits(ObjectNode object) {
        return object.has(column) || object.has(ACCOUNT_ID);
    }

    private static boolean isEarlierError(ObjectNode object) {
        return object.path("category").isTextual()
                && object.has(ACCOUNT_ID)
                && object.path(INPUT).isObject();
    }

    private static ObjectNode without(ObjectNode object, String field) {
        object.remove(field);
        return object;
    }
}
