/** Applies edits of {@code routes/} while the program runs: all files together or none. */
package org.plumelookup.app.reload;
