/** Makes HTTP calls with a deadline, a size limit and a list of allowed headers. */
package org.plumelookup.http;
