/** Lets other processes look up the rows of a file: sends the rows over a broker, and collects the outcomes. */
package org.plumelookup.scaleout;
