package org.plumelookup.batch.rows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import org.plumelookup.api.LookupRequest;

/** One account ID a line, taken exactly; a blank line is a row too, which the lookup refuses. */
record Plain() implements RowFormat {

    @Override
    public RawRow next(Lines lines) throws IOException {
        Line line = lines.next();
        return line == null ? null : RawRow.of(line);
    }

    @Override
    public LookupRequest read(long row, RawRow raw, String text) {
        return new LookupRequest(row, text, JsonNodeFactory.instance.objectNode(), null);
    }
}
