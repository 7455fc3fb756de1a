/** Looks up the rows of an input file, and writes the ledger and the result files. */
package org.plumelookup.batch;
