/** Writes the report of a complete batch, and records where its time goes. */
package org.plumelookup.batch.report;
