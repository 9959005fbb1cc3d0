package io.vsl.platform.health;

/** How a store is, as this process sees it. */
public enum StoreState {

    /** It answers and takes writes. */
    READY,

    /** It answers and takes no writes: it is a replica, full, or starting. */
    REFUSING,

    /** It doesn't answer. */
    AWAY,

    /** It can't be used as it is configured: the name, the login, the certificate. Waiting hardly helps. */
    WRONG
}
