package io.vsl.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.provider.ModelCard;
import io.vsl.provider.ModelInputs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas as cog writes them, and as Replicate shows them. */
class ReadModelCardTest {

    private final ReadModelCard cards = new ReadModelCard();

    @Test
    void aModelIsReadAsReplicateShowsIt() {
        ModelCard card = cards.card(json("""
                {'owner':'riffusion','name':'riffusion','description':'Music.','is_official':false,
                 'default_example':{'output':{'audio':'https://replicate.delivery/a/out.mp3','seed':3,
                   'more':['https://replicate.delivery/b/x.jpg','a caption']},'metrics':{'predict_time':7.25}},
                 'latest_version':{'id':'8cf6','openapi_schema':{'components':{'schemas':{
                   'Input':{'type':'object','properties':{}},'Output':{'type':'object'}}}}}}"""));

        assertThat(card)
                .isEqualTo(new ModelCard(
                        "riffusion/riffusion",
                        "Music.",
                        false,
                        "8cf6",
                        card.inputs(),
                        false,
                        List.of("https://replicate.delivery/a/out.mp3", "https://replicate.delivery/b/x.jpg"),
                        Duration.ofMillis(7250)));
    }

    @Test
    void theLeastThatAModelMaySayIsEnough() {
        ModelCard card = cards.card(json("""
                {'owner':'a','name':'b','description':null,'default_example':null,'latest_version':{'id':'1',
                 'openapi_schema':{'components':{'schemas':{'Input':{'properties':{}}}}}}}"""));

        assertThat(card.runsByName()).isFalse();
        assertThat(card.description()).isNull();
        assertThat(card.example()).isEmpty();
        assertThat(card.exampleTime()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'latest_version':null}",
                "{'latest_version':{'id':'1','openapi_schema':{}}}",
                "{'latest_version':{'id':'1','openapi_schema':{'components':{'schemas':{'Input':{'type':'object'}}}}}}",
                "{'latest_version':{'openapi_schema':{'components':{'schemas':{'Input':{'properties':{}}}}}}}",
            })
    void aModelWithoutAVersionOrASchemaOfItsInputsIsNone(String model) {
        assertThat(cards.card(json(model))).isNull();
    }

    @Test
    void inputsStandInTheModelsOrder() {
        ModelInputs inputs = inputs("""
                {'required':['b'],'properties':{'z':{'type':'string'},'b':{'type':'string','x-order':1},
                 'a':{'type':'string','x-order':0}}}""", "{}");

        assertThat(inputs.inputs().keySet()).containsExactly("a", "b", "z");
        assertThat(inputs.required()).containsExactly("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // A choice, as cog writes it.
                "{'allOf':[{'$ref':'#/components/schemas/kind'}],'default':'a','description':'Which.','x-order':1}"
                        + "|{'default':'a','description':'Which.','x-order':1,'enum':['a','b'],'type':'string','title':'kind'}",
                "{'allOf':[{'$ref':'#/components/schemas/kind'}]}|{'enum':['a','b'],'type':'string','title':'kind'}",
                "{'$ref':'#/components/schemas/kind'}|{'enum':['a','b'],'type':'string','title':'kind'}",
                // What may be null, as older and newer versions write it.
                "{'type':'string','nullable':true}|{'type':'string','nullable':true}",
                "{'anyOf':[{'type':'string','format':'uri'},{'type':'null'}],'default':null}|{'default':null,'type':'string','format':'uri'}",
                "{'anyOf':[{'$ref':'#/components/schemas/kind'},{'type':'null'}]}|{'enum':['a','b'],'type':'string','title':'kind'}",
                "{'oneOf':[{'type':'integer'}]}|{'type':'integer'}",
                "{'type':['integer','null'],'minimum':1}|{'type':'integer','minimum':1}",
                // A file in a list, as it is met.
                "{'type':'array','items':{'type':'string','anyOf':[],'format':'uri'}}|{'type':'array','items':{'type':'string','format':'uri'}}",
                "{'type':'array','items':{'$ref':'#/components/schemas/kind'}}|{'type':'array','items':{'enum':['a','b'],'type':'string','title':'kind'}}",
                // What can't be resolved stays, or is nothing.
                "{'anyOf':[{'type':'string'},{'type':'integer'}]}|{'anyOf':[{'type':'string'},{'type':'integer'}]}",
                "{'type':['string','integer']}|{'type':['string','integer']}",
                "{'$ref':'#/components/schemas/none'}|{}",
                "{'$ref':'https://example.com/kind'}|{}",
                "{'$ref':'#/components/schemas/round'}|{'title':'round'}",
                "true|{}",
            })
    void whatAnInputRefersToIsPutInItsPlace(String schema, String plain) {
        ModelInputs inputs = inputs("{'properties':{'x':%s}}".formatted(schema), """
                {'kind':{'enum':['a','b'],'type':'string','title':'kind','description':'An enumeration.'},
                 'round':{'title':'round','allOf':[{'$ref':'#/components/schemas/round'}]}}""");

        assertThat(inputs.inputs().get("x")).isEqualTo(json(plain));
    }

    private ModelInputs inputs(String input, String others) {
        JsonNode schemas = json(others);
        ((ObjectNode) schemas).set("Input", json(input));
        JsonNode version = json("{'id':'1','openapi_schema':{'components':{}}}");
        ((ObjectNode) version.at("/openapi_schema/components")).set("schemas", schemas);
        return cards.inputs(version);
    }

    private static JsonNode json(String json) {
        try {
            return new ObjectMapper().readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
