package io.vsl.bench;

import io.vsl.bench.reference.Nothing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A contest of servers under the same load, all warmed up before, in turns: by what they reach, and by the processor time
 * that all processes together use for a request. The second hardly depends on what else the machine does.
 */
final class HttpContest {

    /** Of a warm-up, each compared with the one before. */
    private static final int WINDOWS = 3;

    /** Of contests by processor time. */
    static final String UNIT = "requests/s of a processor";

    private static final double MICROS = 1e6;

    private final Run run;
    private final Load load;
    private final Map<Program, Load.Request> requests;
    private final Map<Program, List<Round>> rounds = new LinkedHashMap<>();

    private HttpContest(Run run, Load load, Map<Program, Load.Request> requests) {
        this.run = run;
        this.load = load;
        this.requests = requests;
    }

    /**
     * What one reached in a round.
     *
     * @param micros of processor time for each request, by what a process is for
     */
    private record Round(double perSecond, Map<String, Double> micros) {

        double perSecondOfProcessor() {
            return MICROS
                    / micros.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /**
     * A program beside ours.
     *
     * @param goal of our rate, or of our requests for a second of processor time
     */
    record Reference(Program program, Load.Request request, Scenario.Goal goal, boolean byProcessorTime) {}

    /** One contest for each reference. */
    static List<Contest> hold(Run run, Program vsl, Load.Request ours, List<Reference> references) throws Exception {
        Map<Program, Load.Request> requests = new LinkedHashMap<>();
        requests.put(vsl, ours);
        references.forEach(reference -> requests.put(reference.program(), reference.request()));
        try (Load load = new Load()) {
            HttpContest contest = new HttpContest(run, load, requests);
            contest.warmUp();
            double ceiling = contest.ceiling(ours);
            run.profiles().begin();
            contest.run();
            contest.tell();
            return references.stream()
                    .map(reference -> new Contest(
                            reference.goal(),
                            contest.figures(vsl, reference.byProcessorTime()),
                            contest.figures(reference.program(), reference.byProcessorTime()),
                            ceiling))
                    .toList();
        }
    }

    private void warmUp() throws InterruptedException {
        for (Load.Request request : requests.values()) {
            WarmUp warmUp = new WarmUp(run);
            while (warmUp.goesOn(
                    load.run(request, run.warmUp().dividedBy(WINDOWS)).perSecond())) {
                // The load itself is the work.
            }
        }
    }

    /** Each in turn, and in each round another first. */
    private void run() throws InterruptedException {
        List<Program> order = new ArrayList<>(requests.keySet());
        for (int i = 0; i < run.rounds(); i++) {
            for (Program program : order) {
                rounds.computeIfAbsent(program, none -> new ArrayList<>()).add(round(program));
            }
            run.progress()
                    .say("round %d of %d: %s requests/s"
                            .formatted(
                                    i + 1,
                                    run.rounds(),
                                    requests.keySet().stream()
                                            .map(program -> "%s %,.0f"
                                                    .formatted(
                                                            program.name(),
                                                            rounds(program)
                                                                    .get(rounds(program)
                                                                                    .size()
                                                                            - 1)
                                                                    .perSecond()))
                                            .collect(Collectors.joining(", "))));
            order.add(order.remove(0));
        }
    }

    private Round round(Program program) throws InterruptedException {
        Load.Request request = Objects.requireNonNull(requests.get(program));
        Map<String, Duration> before = ProcessorTime.of(program);
        Load.Answered answered = load.run(request, run.round());
        return new Round(
                answered.perSecond(), ProcessorTime.each(before, ProcessorTime.of(program), answered.requests()));
    }

    private List<Round> rounds(Program program) {
        return Objects.requireNonNull(rounds.get(program));
    }

    private List<Double> figures(Program program, boolean byProcessorTime) {
        return rounds(program).stream()
                .map(round -> byProcessorTime ? round.perSecondOfProcessor() : round.perSecond())
                .toList();
    }

    private void tell() {
        run.progress().say("processor time of a request, in microseconds:");
        rounds.forEach((program, each) -> run.progress()
                .say("  %-28s %s"
                        .formatted(
                                program.name(),
                                each.get(0).micros().keySet().stream()
                                        .map(kind -> "%s %.0f"
                                                .formatted(
                                                        kind.equals(program.name()) ? "itself" : kind,
                                                        Contest.median(each.stream()
                                                                .map(round -> round.micros()
                                                                        .getOrDefault(kind, 0.0))
                                                                .toList())))
                                        .collect(Collectors.joining(", ")))));
    }

    /** Against a server that does nothing. */
    private double ceiling(Load.Request request) throws IOException, InterruptedException {
        try (Program nothing = run.reference(Nothing.class, Map.of("STATUS", Integer.toString(request.expect())))) {
            Load.Request same = new Load.Request(
                    request.method(),
                    nothing.port(),
                    request.path(),
                    request.headers(),
                    request.body(),
                    request.expect());
            load.run(same, run.round());
            return load.run(same, run.round()).perSecond();
        }
    }
}
