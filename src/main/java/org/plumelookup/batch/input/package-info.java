/**
 * Reads an input file as a stream of rows: plain lines, CSV or JSON lines, recognised by content.
 *
 * <p>Bytes become lines ({@code Lines}), lines become records ({@code RowFormat.next}), a record becomes a request or a
 * row with a problem ({@code RowFormat.read}). At no point is more held than a bounded look-ahead of lines.
 */
package org.plumelookup.batch.input;
