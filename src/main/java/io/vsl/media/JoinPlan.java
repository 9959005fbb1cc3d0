package io.vsl.media;

import io.vsl.media.LookAtClip.Looked;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How clips become one.
 *
 * @param isCopied  whether their pictures stay as they are
 * @param lengths   of each clip, seconds
 * @param pieces    of which the whole consists: the clips; with a cross-fade, what is shown of each alone and, between
 *                  these, what is shown of two
 * @param crossfade seconds of each; 0 is none
 * @param frames    of all of it
 * @param rate      pictures a second of what is encoded
 */
record JoinPlan(
        boolean isCopied,
        List<Looked> clips,
        List<Double> lengths,
        List<Piece> pieces,
        double crossfade,
        long frames,
        Rate rate) {

    private static final double FASTEST = 60;
    private static final double SLOWEST = 1;

    /**
     * A part of the whole.
     *
     * @param clip   which is shown, counted from 0
     * @param isBoth whether it goes over into the next
     */
    record Piece(int clip, boolean isBoth, double seconds) {}

    /** Pictures a second, as a fraction: {@code 30000/1001}. */
    record Rate(long pictures, long seconds) {

        /** What an encoder is asked for: what film, television and screens use, or else what it is to the thousandth. */
        static Rate near(double fps) {
            double within = Math.clamp(fps, SLOWEST, FASTEST);
            long whole = Math.round(within);
            long ofTelevision = Math.round(within * 1.001);
            if (Math.abs(within - whole) < 0.004) {
                return new Rate(whole, 1);
            }
            return Math.abs(within - ofTelevision / 1.001) < 0.004
                    ? new Rate(ofTelevision * 1000, 1001)
                    : new Rate(Math.round(within * 1000), 1000);
        }

        /** How many pictures are shown in that time. */
        long frames(double duration) {
            return Math.max(1, Math.round(duration * pictures / seconds));
        }

        /** How long so many pictures are shown. */
        double duration(long frames) {
            return (double) frames * seconds / pictures;
        }

        @Override
        public String toString() {
            return pictures + "/" + seconds;
        }
    }

    /** @throws CantRender when one is too short for the cross-fade */
    static JoinPlan of(List<Looked> clips, double crossfade) throws CantRender {
        String form = clips.getFirst().form();
        boolean isOneForm =
                !form.isEmpty() && clips.stream().allMatch(clip -> clip.form().equals(form));
        return isOneForm && (crossfade == 0 || clips.size() == 1) ? copied(clips) : encoded(clips, crossfade);
    }

    private static JoinPlan copied(List<Looked> clips) {
        List<Double> lengths = clips.stream().map(Looked::seconds).toList();
        List<Piece> pieces = IntStream.range(0, clips.size())
                .mapToObj(i -> new Piece(i, false, lengths.get(i)))
                .toList();
        long frames = clips.stream().mapToLong(clip -> clip.pictures().frames()).sum();
        return new JoinPlan(true, clips, lengths, pieces, 0, frames, new Rate(1, 1));
    }

    static JoinPlan encoded(List<Looked> clips, double crossfade) throws CantRender {
        Rate rate = Rate.near(clips.getFirst().pictures().fps());
        long faded = crossfade == 0 || clips.size() == 1 ? 0 : rate.frames(crossfade);
        List<Double> lengths = new ArrayList<>();
        List<Piece> pieces = new ArrayList<>();
        long all = 0;
        for (int i = 0; i < clips.size(); i++) {
            long frames = rate.frames(clips.get(i).seconds());
            long alone = frames - (i == 0 ? 0 : faded) - (i == clips.size() - 1 ? 0 : faded);
            if (alone < 0) {
                throw clips.get(i)
                        .clip()
                        .cant(new CantRender(String.format(
                                Locale.ROOT,
                                "it is %.2f seconds long, too short for its cross-fades of %.2f",
                                clips.get(i).seconds(),
                                crossfade)));
            }
            lengths.add(rate.duration(frames));
            if (alone > 0) {
                pieces.add(new Piece(i, false, rate.duration(alone)));
            }
            if (faded > 0 && i < clips.size() - 1) {
                pieces.add(new Piece(i, true, rate.duration(faded)));
            }
            all += frames - (i == 0 ? 0 : faded);
        }
        return new JoinPlan(
                false, List.copyOf(clips), List.copyOf(lengths), List.copyOf(pieces), rate.duration(faded), all, rate);
    }

    double seconds() {
        return pieces.stream().mapToDouble(Piece::seconds).sum();
    }
}
