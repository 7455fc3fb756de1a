/** What {@code direct:plume-lookup} is asked and answers: the values that a host sees, and nothing else. */
package org.plumelookup.api;
