/** Says where the Authorization header comes from, and how it is renewed. */
package org.plumelookup.auth;
