/**
 * Fakes the Plume partner API on this machine, for the demo, for tests and for integrators without an account.
 *
 * <p>{@link org.plumelookup.demo.FakePlume} is the server; what it answers to a search is decided by the first
 * characters of the account ID, see {@link org.plumelookup.demo.Script}. Nothing here knows the rest of the project.
 */
package org.plumelookup.demo;
