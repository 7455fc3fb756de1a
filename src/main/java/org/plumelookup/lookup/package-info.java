/** Looks up one account ID: checks it, calls the API, classifies the response and returns the outcome. */
package org.plumelookup.lookup;
