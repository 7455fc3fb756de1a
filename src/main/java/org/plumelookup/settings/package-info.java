/** Reads the keys that {@code config/application.properties} documents. Every other package may use this one. */
package org.plumelookup.settings;
