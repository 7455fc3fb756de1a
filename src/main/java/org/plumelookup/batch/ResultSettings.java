package org.plumelookup.batch;

import org.plumelookup.settings.Settings;

/**
 * Holds how the files of a complete batch are written.
 *
 * @param csvBom whether CSV files begin with a byte order mark, also if the input does not
 */
public record ResultSettings(boolean csvBom) {
    static final ResultSettings NONE = new ResultSettings(false);

    static ResultSettings from(Settings keys) {
        return new ResultSettings(keys.bool("plume.file.csv-bom"));
    }
}
