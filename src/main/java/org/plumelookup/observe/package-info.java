/** Shows from outside what the flow is doing: health and figures. */
package org.plumelookup.observe;
