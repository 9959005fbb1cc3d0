package io.vsl.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.InputFile;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files in values of which nothing is declared. */
class InputFilesOfValuesTest {

    private static final String UPLOAD = "\"upload:0197b1f0-0000-7000-8000-000000000001\"";

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            U              | /refs
            [U]            | /refs/0
            ["a", U, 1, U] | /refs/1,/refs/3
            "a"            | none
            ["a"]          | none
            []             | none
            """)
    void anUploadIsFoundWhereItStands(String value, String places) throws Exception {
        JsonNode given = new ObjectMapper().readTree(value.replace("U", UPLOAD));

        assertThat(InputFiles.of(Parameter.undeclared("refs"), given))
                .extracting(InputFile::input)
                .isEqualTo(places == null ? List.of() : List.of(places.split(",")));
    }
}
