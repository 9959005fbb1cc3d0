package io.vsl.provider;

import org.springframework.stereotype.Component;

/** The end of a call: who asked, and what came of it. */
@Component("answerCall")
public class AnswerCall {

    public <S> Answered<S> answered(Call<S> call, Reply reply) {
        return new Answered<>(call.subject(), reply);
    }
}
