package io.vsl.models;

import static io.vsl.models.Fixtures.MAPPER;
import static io.vsl.models.Fixtures.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ModelViewTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aModelIsShownWithItsParametersPriceAndTime() {
        Model model = Fixtures.painter("""
                'version':'owner/name','pricing':{'usd':0.0030,'per':'output'},'estimatedTime':7.5,'outputs':'n',
                'supportedParams':{
                  'prompt':{'type':'string','required':true,'description':'What to paint.'},
                  'n':{'type':'integer','minimum':1,'maximum':4},
                  'format':{'type':'string','enum':['webp','png']},
                  'images':{'type':'array','items':{'type':'uri'},'maxItems':14,'required':true,'as':'image_input'},
                  'seeds':{'type':'array','items':{'type':'integer','minimum':1,'maximum':9,'multipleOf':2}},
                  'words':{'type':'array','items':{'type':'string','enum':['a']},'minItems':2}},
                'defaults':{'n':1,'seeds':[2,4]}""");

        assertThat(MAPPER.<JsonNode>valueToTree(model.view(NOW)))
                .hasToString(quoted("{'mediaType':'image','modelId':'painter','version':'owner/name',"
                        + "'pricing':{'usd':0.003,'per':'output','of':'n'},'estimatedTime':7.5,'outputs':'n',"
                        + "'parameters':{"
                        + "'prompt':{'type':'string','description':'What to paint.','required':true,'maxLength':10000},"
                        + "'n':{'type':'integer','required':false,'minimum':1,'maximum':4,'default':1},"
                        + "'format':{'type':'string','required':false,'enum':['webp','png']},"
                        + "'images':{'type':'array','required':true,'items':{'type':'uri','maxLength':2048,'accept':['image/*']},"
                        + "'minItems':1,'maxItems':14},"
                        + "'seeds':{'type':'array','required':false,"
                        + "'items':{'type':'integer','minimum':1,'maximum':9,'multipleOf':2},"
                        + "'minItems':0,'maxItems':100,'default':[2,4]},"
                        + "'words':{'type':'array','required':false,'items':{'type':'string','enum':['a']},"
                        + "'minItems':2,'maxItems':100}}}"));
    }
}
