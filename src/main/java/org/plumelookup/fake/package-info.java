/**
 * Fakes the Plume partner API on this machine, for the demo, for tests and for integrators without an account.
 *
 * <p>{@link org.plumelookup.fake.FakePlume} is the server; what it answers to a search is decided by the first
 * characters of the account ID, see {@link org.plumelookup.fake.Scenario}. Nothing here knows the rest of the project.
 */
package org.plumelookup.fake;
