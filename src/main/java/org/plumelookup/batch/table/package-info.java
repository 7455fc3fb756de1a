/** Writes the CSV copies of the results of a complete batch, for spreadsheets. */
package org.plumelookup.batch.table;
