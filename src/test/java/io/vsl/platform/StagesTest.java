package io.vsl.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StagesTest {

    @Test
    void allIsEveryStage() {
        assertThat(Stages.parse("all")).contains(Stages.SETUP).containsAll(Stages.SERVING)
                .containsAll(Stages.CONSUMING).doesNotHaveDuplicates();
    }

    @Test
    void blanksAndEmptyPartsArePassedOver() {
        assertThat(Stages.parse(" generate , store,")).containsExactly("generate", "store");
    }

    @Test
    void aNameThatIsNoStageIsRefusedWithTheNamesThatAre() {
        assertThatThrownBy(() -> Stages.parse("generate,stroe"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no stage is called stroe")
                .hasMessageContaining("sink-postgres");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ","})
    void noNameAtAllIsRefused(String names) {
        assertThatThrownBy(() -> Stages.parse(names)).hasMessageContaining("names none");
    }

    @Test
    void allBesideOthersIsRefused() {
        assertThatThrownBy(() -> Stages.parse("all,store")).hasMessageContaining("no stage is called all");
    }
}
