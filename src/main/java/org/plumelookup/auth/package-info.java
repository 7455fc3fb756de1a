/** Provides and renews the Authorization header. */
package org.plumelookup.auth;
