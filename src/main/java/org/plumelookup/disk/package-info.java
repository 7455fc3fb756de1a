/** Writes files that other programs read. Every other package may use this one. */
package org.plumelookup.disk;
