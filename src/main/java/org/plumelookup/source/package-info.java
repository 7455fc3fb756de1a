/** What the routes that take account IDs in, other than files, need besides Camel: a watch list, a CRM database. */
package org.plumelookup.source;
