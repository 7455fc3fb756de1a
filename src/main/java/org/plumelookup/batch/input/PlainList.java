package org.plumelookup.batch.input;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;
import org.plumelookup.api.LookupRequest;

/** Plain text: one account ID per line, taken exactly. */
record PlainList() implements RowFormat {

    @Override
    public RawRow next(Lines lines) throws IOException {
        Line line = lines.nextNotBlank();
        return line == null ? null : RawRow.of(List.of(line));
    }

    @Override
    public LookupRequest read(long row, RawRow raw, String text) {
        return new LookupRequest(row, text, JsonNodeFactory.instance.objectNode(), null);
    }
}
