package io.vsl.platform.stage;

/** Items without a poll. */
public final class TestItems {

    private TestItems() {
    }

    public static Item item() {
        return new Item(Records.consumed("value"));
    }
}
