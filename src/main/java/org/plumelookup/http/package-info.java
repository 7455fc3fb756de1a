/** Makes one HTTP call that cannot hang, grow without end, or carry a header that is not ours. */
package org.plumelookup.http;
