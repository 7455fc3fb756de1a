package org.plumelookup.batch.input;

import java.util.List;

/**
 * The columns of an input file, as a copy of it is to have them.
 *
 * @param delimiter the field separator
 * @param header name of each column as it stands in the file
 * @param fields name of each column among the fields of a row: unique, not blank, not long
 * @param accountId index of the column of the account ID
 * @param closed whether these are all columns: a CSV file; else each row can have fields of its own
 * @param mark whether the file begins with a byte order mark
 */
public record InputColumns(
        char delimiter, List<String> header, List<String> fields, int accountId, boolean closed, boolean mark) {

    /**
     * Returns the columns of a plain list or of JSON lines: the account ID, and what the rows have besides.
     *
     * @param mark whether the file begins with a byte order mark
     */
    public static InputColumns open(boolean mark) {
        List<String> accountId = List.of(JsonLines.ACCOUNT_ID);
        return new InputColumns(',', accountId, accountId, 0, false, mark);
    }
}
