/** The request and the reply of {@code direct:plume-lookup}: the values that a host sees, and nothing else. */
package org.plumelookup.api;
