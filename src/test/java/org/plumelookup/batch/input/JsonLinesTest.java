package org.plumelookup.batch.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumelookup.api.LookupRequest;

class JsonLinesTest {
    private static final String GOOD = "{\"accountId\":\"A1\"}\n";

    @TempDir
    Path folder;

    @Test
    void keepsOtherFieldsAsTheyAre() throws IOException {
        InputFile file = InputFile.of(
                folder, "{\"b\":1.10,\"accountId\":\"A1\",\"a\":{\"x\":[null,true,12345678901234567890]}}\n");

        assertThat(file.said()).containsExactly("A1");
        assertThat(file.inputs()).containsExactly("{\"b\":1.10,\"a\":{\"x\":[null,true,12345678901234567890]}}");
    }

    @ParameterizedTest
    @CsvSource({"7", "0", "-0", "1.10", "1e5", "-1E+2", "123456789012345678901234567890"})
    void takesANumberAsItIsWritten(String number) throws IOException {
        assertThat(InputFile.of(folder, "{\"x\":{\"accountId\":3},\"accountId\":" + number + "}")
                        .said())
                .containsExactly(number);
    }

    @Test
    void takesAnErrorsFileOfAnEarlierRun() throws IOException {
        InputFile file = InputFile.of(folder, """
                {"row":18,"accountId":"A1","category":"no-match","status":200,"input":{"name":"x","accountId":"y"}}
                {"row":19,"accountId":null,"category":"invalid","reason":"line 19 is not UTF-8","input":{"line":"z"}}
                {"row":20,"accountId":"A3","category":"no-match","input":{}}
                """);

        for (InputFile named : new InputFile[] {file, file.with("row")}) {
            assertThat(named.said())
                    .containsExactly("A1", "line 2 has no accountId that is a string or a number", "A3");
            assertThat(named.inputs())
                    .containsExactly("{\"name\":\"x\",\"accountId\":\"y\"}", "{\"line\":\"z\"}", "{}");
        }
    }

    @Test
    void keepsACategoryThatIsNotAnErrorRecord() throws IOException {
        assertThat(InputFile.of(folder, "{\"accountId\":\"A1\",\"category\":\"gold\",\"input\":\"x\"}")
                        .inputs())
                .containsExactly("{\"category\":\"gold\",\"input\":\"x\"}");
    }

    @Test
    void prefersTheConfiguredFieldToAccountId() throws IOException {
        InputFile file = InputFile.of(folder, "{\"crm\":\"A1\",\"accountId\":\"x\"}\n{\"accountId\":\"A2\"}")
                .with("crm");

        assertThat(file.said()).containsExactly("A1", "A2");
        assertThat(file.inputs()).containsExactly("{\"accountId\":\"x\"}", "{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A2 | is not JSON: ",
                "{\"accountId\":\"A2\" | is not JSON: ",
                "{\"accountId\":\"A2\",\"x\":1e99999999999} | has a number that is out of range",
                "{\"accountId\":\"A2\",𝒳} | is not JSON: ",
                "[\"A2\"] | is not a JSON object",
                "null | is not a JSON object",
                "{\"accountId\":\"A2\"}{} | has text after its JSON object",
                "{\"accountId\":\"A2\",\"accountId\":\"A3\"} | has the same field twice",
                "{\"accountId\":\"A2\\ud800\"} | contains half a character",
                "{\"accountId\":\"A2\",\"x\":{\"\\uDC00\":1}} | contains half a character",
                "{\"accountId\":null} | has no accountId",
                "{\"accountId\":{}} | has no accountId",
                "{\"accountId\":true} | has no accountId",
                "{\"name\":\"x\"} | has no accountId",
            })
    void makesARowWithAProblemOfWhatIsNoRequest(String line, String problem) throws IOException {
        InputFile file = InputFile.of(folder, GOOD + line + "\n" + GOOD);

        LookupRequest bad = file.rows().get(1);

        assertThat(bad.problem()).startsWith("line 2 " + problem);
        assertThat(bad.accountId()).isNull();
        assertThat(bad.input().path("line").textValue()).isEqualTo(line);
        assertThat(new ObjectMapper().writeValueAsBytes(bad)).isNotEmpty();
        assertThat(file.said()).startsWith("A1").endsWith("A1").hasSize(3);
    }

    @Test
    void refusesALineThatWouldFillTheMemory() throws IOException {
        InputFile file =
                InputFile.of(folder, GOOD + "{\"accountId\":\"A2\",\"x\":[{}" + ",{}".repeat(300_000) + "]}\n" + GOOD);

        assertThat(file.said().get(1)).startsWith("line 2 is not JSON: Token count");
        assertThat(file.said()).hasSize(3);
    }

    @Test
    void refusesALineNestedTooDeeply() throws IOException {
        InputFile file = InputFile.of(folder, GOOD + "{\"x\":" + "[".repeat(100_000) + "\n" + GOOD);

        assertThat(file.said().get(1)).startsWith("line 2 is not JSON: ");
        assertThat(file.said()).hasSize(3);
    }

    @Test
    void countsTheLineAndNotTheRowInAProblem() throws IOException {
        assertThat(InputFile.of(folder, "\n\n" + GOOD + "\n[]\n").said())
                .containsExactly("A1", "line 5 is not a JSON object");
    }
}
