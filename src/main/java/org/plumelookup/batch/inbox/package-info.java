/** Watches the folder of the input files, and moves each file when its batch is complete or refused. */
package org.plumelookup.batch.inbox;
