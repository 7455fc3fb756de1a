/** The stand-alone program: its commands, its Camel, its output. */
package org.plumelookup.app;
