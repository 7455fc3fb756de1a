package org.plumelookup.batch.input;

import java.nio.charset.Charset;

/**
 * How input files are read.
 *
 * @param column name of the account ID's column in a CSV file, or of its field in JSON lines, in which {@code
 *     accountId} is accepted, too; not null
 * @param encoding encoding of plain lists and CSV files without a byte order mark; JSON lines are always UTF-8 (RFC
 *     8259, section 8.1); not null
 */
public record RowSettings(String column, Charset encoding) {}
