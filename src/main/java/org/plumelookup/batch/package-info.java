/** Looks up the rows of a file: rows in, ledger and result files out. */
package org.plumelookup.batch;
