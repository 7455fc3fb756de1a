/** Tells before a start what is wrong: keys, routes, folders, broker, log-in, search and clock. */
package org.plumelookup.app.check;
