/** Turns one account ID into its outcome: the ID, the call, the answer, the outcome by status. */
package org.plumelookup.lookup;
