/** Reads the keys that {@code config/application.properties} documents. Everything else may point here. */
package org.plumelookup.settings;
