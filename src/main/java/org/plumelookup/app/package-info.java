/** Starts the program on its own: its commands, its Camel, what they show. */
package org.plumelookup.app;
