package io.vsl.platform.objects;

import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.springframework.stereotype.Component;

/** What Camel's component returns, or fails with, as a {@link FoundObject}. */
@Component("readObject")
class ReadObject {

    public FoundObject there(@Body byte[] content) {
        return new FoundObject.There(content);
    }

    public FoundObject absent() {
        return new FoundObject.Absent();
    }

    public FoundObject away(@ExchangeException Exception reason) {
        return new FoundObject.Away(reason);
    }
}
