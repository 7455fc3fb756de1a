/** What the routes from a timer and from a CRM database need besides Camel. */
package org.plumelookup.source;
