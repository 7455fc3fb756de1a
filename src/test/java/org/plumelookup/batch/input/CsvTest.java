package org.plumelookup.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    private static final String OPEN =
            " is not CSV: a quote is not closed or is followed by text, or there is a carriage return outside quotes";

    @TempDir
    Path folder;

    @Test
    void keepsOtherColumnsInHeaderOrderAsTexts() throws IOException {
        InputFile file = InputFile.of(folder, "zone,accountId,count\nnorth, A1 ,007\n\"so \"\"uth\",A2,\n");

        assertThat(file.said()).containsExactly(" A1 ", "A2");
        assertThat(file.inputs())
                .containsExactly("{\"zone\":\"north\",\"count\":\"007\"}", "{\"zone\":\"so \\\"uth\",\"count\":\"\"}");
    }

    @Test
    void keepsLineEndsInsideQuotesAsTheyAre() throws IOException {
        InputFile file = InputFile.of(folder, "accountId,note\r\nA1,\"a\r\nb\nc\n\n\"\r\nA2,d\r\n");

        assertThat(file.said()).containsExactly("A1", "A2");
        assertThat(file.inputs()).containsExactly("{\"note\":\"a\\r\\nb\\nc\\n\\n\"}", "{\"note\":\"d\"}");
    }

    @Test
    void namesRepeatedAndEmptyHeadersApart() throws IOException {
        InputFile file = InputFile.of(folder, "a,,a,accountId,accountId,a 2, \n1,2,3,A1,5,6,7\n");

        assertThat(file.said()).containsExactly("A1");
        assertThat(file.inputs())
                .containsExactly("{\"a\":\"1\",\"column 2\":\"2\",\"a 3\":\"3\",\"accountId 2\":\"5\",\"a 2\":\"6\","
                        + "\"column 7\":\"7\"}");
    }

    @Test
    void prefersTheExactNameOfTheColumn() throws IOException {
        InputFile file = InputFile.of(folder, "ACCOUNTID;accountId\nx;A1\n");

        assertThat(file.said()).containsExactly("A1");
        assertThat(file.with("AccountID").said()).containsExactly("x");
    }

    @Test
    void takesTheConfiguredColumn() throws IOException {
        InputFile file = InputFile.of(folder, "accountId,CRM No\nx,A1\n").with("CRM No");

        assertThat(file.said()).containsExactly("A1");
        assertThat(file.inputs()).containsExactly("{\"accountId\":\"x\"}");
    }

    @Test
    void leavesMissingColumnsOutAndRefusesExtraOnes() throws IOException {
        InputFile file = InputFile.of(folder, "x,accountId,y\n1,A1\n1\n1,A3,3,4\n1,A4,3\n");

        assertThat(file.said())
                .containsExactly(
                        "A1", "line 3 has 1 field, the header has 3", "line 4 has 4 fields, the header has 3", "A4");
        assertThat(file.inputs())
                .containsExactly(
                        "{\"x\":\"1\"}", "{\"line\":\"1\"}", "{\"line\":\"1,A3,3,4\"}", "{\"x\":\"1\",\"y\":\"3\"}");
    }

    @Test
    void givesUpOneLineForAQuoteThatIsNeverClosed() throws IOException {
        InputFile file = InputFile.of(folder, "accountId,name\nA1,\"x\nA2,y\nA3,\"z\"\nA4,5\" pipe\n\"A5,w\nA6,v");

        assertThat(file.said()).containsExactly("line 2" + OPEN, "A2", "A3", "A4", "line 6" + OPEN, "A6");
        assertThat(file.inputs().get(0)).isEqualTo("{\"line\":\"A1,\\\"x\"}");
    }

    @Test
    void refusesTextAfterAClosingQuote() throws IOException {
        assertThat(InputFile.of(folder, "accountId,name\n\"A1\"x,y\nA2,y\n").said())
                .containsExactly("line 2" + OPEN, "A2");
    }

    @Test
    void closesAQuoteWithinAHundredLinesOnly() throws IOException {
        String rest = "\n".repeat(98);
        InputFile hundred = InputFile.of(folder, "accountId,name\nA1,\"x" + rest + "\n\"\nA2,y\n");
        assertThat(hundred.said()).containsExactly("A1", "A2");

        InputFile more = InputFile.of(folder, "accountId,name\nA1,\"x" + rest + "\n\n\"\nA2,y\n");
        assertThat(more.said()).startsWith("line 2" + OPEN).endsWith("line 102" + OPEN, "A2");
    }

    @Test
    void closesAQuoteWithinOneMegabyteOnly() throws IOException {
        String half = "x".repeat(Lines.CAP / 2);
        InputFile file = InputFile.of(folder, "accountId,name\nA1,\"" + half + "\n" + half + "\"\nA2,y\n");

        assertThat(file.said()).containsExactly("line 2" + OPEN, half + "\"", "A2");
    }

    @Test
    void refusesACarriageReturnOutsideQuotes() throws IOException {
        assertThat(InputFile.of(folder, "accountId,name\nA1,x\rA2,y\nA3,\"x\ry\"\n")
                        .said())
                .containsExactly("line 2" + OPEN, "A3");
    }

    @Test
    void refusesARecordOfTooManyFields() throws IOException {
        assertThat(InputFile.of(folder, "accountId,name\nA1" + ",".repeat(100_000) + "\nA2,x")
                        .said())
                .element(0, STRING)
                .startsWith("line 2 has too many fields");
    }
}
