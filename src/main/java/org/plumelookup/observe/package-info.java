/** Health checks and metrics. */
package org.plumelookup.observe;
