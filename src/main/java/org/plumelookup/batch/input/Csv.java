package org.plumelookup.batch.input;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.plumelookup.api.LookupRequest;

/** CSV: records after a header with the account ID's column. Equal if the headers are equal. */
final class Csv implements RowFormat {
    private static final String BROKEN =
            "is not CSV: a quote is not closed or is followed by text, or there is a carriage return outside quotes";

    private final CsvHeader header;
    private final CsvRecords records;
    private final CsvFields fields;

    Csv(CsvHeader header) {
        this.header = header;
        this.records = new CsvRecords(header.delimiter(), header.padded());
        this.fields = new CsvFields(header.delimiter(), header.padded());
    }

    @Override
    public RawRow next(Lines lines) throws IOException {
        for (Line line = lines.peek(0); line != null; line = lines.peek(0)) {
            if (line.isBlank()) {
                lines.next();
                continue;
            }
            int span = records.span(lines, 0);
            return span == 0 ? new RawRow(lines.take(1), BROKEN, records.isOpen()) : RawRow.of(lines.take(span));
        }
        return null;
    }

    @Override
    public LookupRequest read(long row, RawRow raw, String text) {
        List<String> values = fields.split(text);
        if (values == null) {
            return raw.refused(row, "has too many fields");
        }
        int columns = header.names().size();
        if (values.size() > columns || values.size() <= header.accountId()) {
            return raw.refused(row, "has " + count(values.size()) + ", the header has " + columns);
        }
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < values.size(); i++) {
            if (i != header.accountId()) {
                input.put(header.names().get(i), values.get(i));
            }
        }
        return new LookupRequest(row, values.get(header.accountId()), input, null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Csv csv && csv.header.equals(header);
    }

    @Override
    public int hashCode() {
        return header.hashCode();
    }

    @Override
    public int titles() {
        return header.titles();
    }

    @Override
    public InputColumns columns(boolean mark) {
        return new InputColumns(header.delimiter(), header.given(), header.names(), header.accountId(), true, mark);
    }

    private static String count(int fields) {
        return fields == 1 ? "1 field" : fields + " fields";
    }
}
