package io.vsl.bench;

import io.vsl.bench.Scenario.Goal;
import io.vsl.bench.reference.ApiOnLoops;
import io.vsl.bench.reference.ApiOnThreads;
import io.vsl.bench.reference.Nothing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A contest of servers under the same load, all warmed up before, in turns: by what they reach, and by the processor time
 * that all processes together use for a request. The second hardly depends on what else the machine does.
 */
final class HttpContest {

    private static final String UNIT = "requests/s of a processor";

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
     * Ours beside three: a bare one, in which nothing is checked, and the same by hand on event loops and on threads.
     *
     * @param bare     its main class, and what it is
     * @param settings of all three
     * @param request  to one of them
     */
    static List<Contest> hold(
            Run run,
            String name,
            Program vsl,
            Map.Entry<Class<?>, String> bare,
            Map<String, String> settings,
            Function<Program, Load.Request> request)
            throws Exception {
        try (Program nothing = run.reference(bare.getKey(), settings);
                Program loops = run.reference(ApiOnLoops.class, settings);
                Program threads = run.reference(ApiOnThreads.class, settings);
                Load load = new Load()) {
            Map<Program, Load.Request> requests = new LinkedHashMap<>();
            List.of(vsl, nothing, loops, threads).forEach(program -> requests.put(program, request.apply(program)));
            HttpContest contest = new HttpContest(run, load, requests);
            for (Load.Request each : requests.values()) {
                WarmUp.by(run, load, each);
            }
            double ceiling = contest.ceiling(request.apply(vsl));
            run.profiles().begin();
            contest.run();
            contest.tell();
            return List.of(
                    contest.result(
                            Goal.atLeast(name, "requests/s", "bare: " + bare.getValue(), 0),
                            vsl,
                            nothing,
                            Round::perSecond,
                            ceiling),
                    contest.result(
                            Goal.atLeast(name + ", event loops", UNIT, "the same by hand on Vert.x", 0.85),
                            vsl,
                            loops,
                            Round::perSecondOfProcessor,
                            ceiling),
                    contest.result(
                            Goal.atLeast(name + ", threads", UNIT, "the same by hand on virtual threads", 1),
                            vsl,
                            threads,
                            Round::perSecondOfProcessor,
                            ceiling));
        }
    }

    private Contest result(Goal goal, Program ours, Program theirs, Function<Round, Double> figure, double ceiling) {
        return new Contest(
                goal,
                rounds(ours).stream().map(figure).toList(),
                rounds(theirs).stream().map(figure).toList(),
                ceiling);
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
