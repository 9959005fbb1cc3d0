package io.vsl.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTextTest {

    private static final ObjectNode ENTRY =
            JsonNodeFactory.instance.objectNode().put("v", 1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|{#  'image': {#    'new': {#      'v': 1#    }#  }#}",
                "{'image': {}}|{'image': {#    'new': {#      'v': 1#    }#  }}",
                "{'image': {'a': {}}}|{'image': {'a': {},#    'new': {#      'v': 1#    }}}",
                "{'audio': {'a': {}}}|{'audio': {'a': {}},#  'image': {#    'new': {#      'v': 1#    }#  }}",
                "{#    'image': {#        'a': {}#    }#}#|{#    'image': {#        'a': {},#        'new': {#            'v': 1#        }#    }#}#",
                "{'image':{'new': {'old': {'x': '}'}} , 'b': {}}}|{'image':{'new': {#      'v': 1#    } , 'b': {}}}",
                "{'image':{'é\\n\\\"{': {}}, 'video': {'b': {}}}|{'image':{'é\\n\\\"{': {},#    'new': {#      'v': 1#    }}, 'video': {'b': {}}}",
            })
    void anEntryIsPutInAndNothingElseChanges(String before, String after) throws IOException {
        assertThat(ModelsText.of(text(before)).with("image", "new", ENTRY)).isEqualTo(text(after));
        assertThat(ModelsText.of(text(before).replace("\n", "\r\n"))
                        .with("image", "new", ENTRY)
                        .replace("\r\n", "\n"))
                .isEqualTo(text(after));
    }

    @Test
    void linesEndAsThoseOfTheFile() throws IOException {
        assertThat(ModelsText.of("{\r\n\t\"image\": {\"a\": {}}\r\n}\r\n").with("image", "new", ENTRY))
                .isEqualTo("{\r\n\t\"image\": {\"a\": {},\r\n\t\t\"new\": {\r\n\t\t\t\"v\": 1\r\n\t\t}}\r\n}\r\n");
    }

    @Test
    void aLongFileIsReadToItsEnd() throws IOException {
        StringBuilder models = new StringBuilder("{\"image\": {\"a\": {}");
        for (int i = 0; i < 5_000; i++) {
            models.append(", \"m").append(i).append("\": {\"text\": \"äöü\"}");
        }
        String before = models.append("}, \"audio\": {\"last\": {}}}").toString();

        String after = ModelsText.of(before).with("audio", "new", ENTRY);

        assertThat(after).startsWith(before.substring(0, before.length() - 2)).endsWith("}}");
        assertThat(ModelsText.of(before).mediaTypeOf("m4999")).contains("image");
        assertThat(ModelsText.of(before).mediaTypeOf("none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"image\": []}", "{\"image\": {\"a\": }}"})
    void whatIsNoModelsFileIsRefused(String text) {
        assertThatThrownBy(() -> ModelsText.of(text)).isInstanceOf(IOException.class);
    }

    private static String text(String shown) {
        return shown.replace('\'', '"').replace('#', '\n');
    }
}
