package io.vsl.provider;

import java.util.List;

/** Under which contexts were signed before these had keys of their own; they are verified by them still. */
public record OlderSecrets(List<String> secrets) {

    public OlderSecrets {
        secrets = List.copyOf(secrets);
    }

    @Override
    public String toString() {
        return "OlderSecrets[" + secrets.size() + "]";
    }
}
