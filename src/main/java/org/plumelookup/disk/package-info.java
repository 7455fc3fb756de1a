/** Writes files that others read. Everything may point here. */
package org.plumelookup.disk;
