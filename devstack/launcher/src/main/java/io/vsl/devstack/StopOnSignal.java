package io.vsl.devstack;

/** Stops a stack in order when this process ends, by itself or by a signal. */
final class StopOnSignal {

    private StopOnSignal() {}

    static void register(Stack stack) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                stack.stop();
                            } catch (Exception e) {
                                System.err.println("Not everything was stopped in order: " + e);
                            }
                        },
                        "stop"));
    }
}
