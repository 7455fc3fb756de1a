/**
 * Reads an input file as a stream of rows: plain lines, CSV or JSON lines, recognised by their content.
 *
 * <p>Bytes become lines ({@code Lines}), lines become records ({@code RowFormat.next}), a record becomes a request or a
 * row with a problem ({@code RowFormat.read}). Only a bounded look-ahead of lines is kept in memory.
 */
package org.plumelookup.batch.input;
