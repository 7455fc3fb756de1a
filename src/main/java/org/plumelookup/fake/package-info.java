/**
 * A fake of the Plume partner API on this machine, for the demo, for tests and for integrators without an account.
 *
 * <p>{@link org.plumelookup.fake.FakePlume} is the server; the first characters of the account ID decide its response
 * to a search, see {@link org.plumelookup.fake.Scenario}. It does not depend on the rest of the project, except for the
 * text of durations.
 */
package org.plumelookup.fake;
