package io.vsl.platform.objects;

import java.io.InputStream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.springframework.stereotype.Component;

/** What Camel's component returns, or fails with, as a {@link FoundObject} or a {@link FoundStream}. */
@Component("readObject")
class ReadObject {

    public FoundObject there(@Body byte[] content) {
        return new FoundObject.There(content);
    }

    public FoundObject absent() {
        return new FoundObject.Absent();
    }

    public FoundStream stream(@Body InputStream content) {
        return new FoundStream.There(content);
    }

    public FoundStream noStream() {
        return new FoundStream.Absent();
    }

    public FoundObject away(@ExchangeException Exception reason) {
        return new FoundObject.Away(reason);
    }
}
