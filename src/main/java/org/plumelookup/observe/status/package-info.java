/** The status page, and the same as JSON. */
package org.plumelookup.observe.status;
