/** Text for people: the cause of a failure, a duration. Every other package may use this one. */
package org.plumelookup.text;
