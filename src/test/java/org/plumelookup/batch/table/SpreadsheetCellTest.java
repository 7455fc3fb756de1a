package org.plumelookup.batch.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spreadsheet would run gets an apostrophe; numbers and phone numbers stay as they are. */
class SpreadsheetCellTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+A1",
                "-A1",
                "+1+cmd|' /C calc'!A0",
                "-2+3+SUM(A1)",
                "@SUM(A1)",
                "+",
                "-",
                "--1",
                "+-1",
                "=",
                "+1e5",
                "-1;2",
                "+49 170 1234567 (Büro)",
                "\t=1",
                "\t1",
                "\r=1",
                "\n=1",
                " =1",
                "\u00a0=1",
                "\u3000=1",
                "\u200b=1",
                "＝1",
                "＋1",
                "－1",
                "＠1"
            })
    void whatWouldRunIsText(String text) {
        assertThat(SpreadsheetCell.of(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A1",
                "a=b",
                "x@example.com",
                "1-2",
                "007",
                "-1",
                "+1",
                "-1.234,56",
                "-0.5",
                "+49 170 1234567",
                "+49 (170) 123-45/67",
                "+49-170-1234567",
                "+1.555.0100",
                "'quoted",
                " blank around ",
                "(030) 1234"
            })
    void whatCannotRunStaysAsItIs(String text) {
        assertThat(SpreadsheetCell.of(text)).isEqualTo(text);
    }
}
