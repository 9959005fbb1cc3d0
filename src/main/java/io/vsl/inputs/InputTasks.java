package io.vsl.inputs;

import java.util.List;

/** The jobs of a poll whose files are to be brought. */
public record InputTasks(List<InputTask> tasks) {

    public InputTasks {
        tasks = List.copyOf(tasks);
    }
}
