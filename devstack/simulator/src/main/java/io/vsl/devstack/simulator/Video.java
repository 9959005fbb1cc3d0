package io.vsl.devstack.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jcodec.api.SequenceEncoder;
import org.jcodec.common.Codec;
import org.jcodec.common.Format;
import org.jcodec.common.io.ByteBufferSeekableByteChannel;
import org.jcodec.common.model.Rational;
import org.jcodec.scale.AWTUtil;

/** Makes MP4 files with H.264 pictures. */
final class Video {

    private static final int BYTES_AT_MOST = 16 << 20;

    private Video() {}

    static byte[] encode(MediaSpec spec) throws IOException {
        ByteBufferSeekableByteChannel file =
                ByteBufferSeekableByteChannel.writeToByteBuffer(ByteBuffer.allocate(BYTES_AT_MOST));
        SequenceEncoder encoder = new SequenceEncoder(file, Rational.R(spec.fps(), 1), Format.MOV, Codec.H264, null);
        for (int frame = 0; frame < spec.frames(); frame++) {
            encoder.encodeNativeFrame(AWTUtil.fromBufferedImageRGB(
                    Picture.draw(spec.width(), spec.height(), spec.variant(), frame / (double) spec.frames())));
        }
        encoder.finish();
        ByteBuffer contents = file.getContents();
        byte[] bytes = new byte[contents.remaining()];
        contents.get(bytes);
        return bytes;
    }
}
