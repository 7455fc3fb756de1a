/** Checks before a start: keys, routes, folders, broker, log-in, search and clock. */
package org.plumelookup.app.check;
