// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.compression;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** RFC 1951 by the JDK, without the header and the checksum of zlib: the item has a checksum of its own. */
final class DeflateCodec implements Codec {

    /**
     * Idle deflaters, which take longer to make than ten kilobytes take to compress, and hold a quarter of a megabyte
     * each outside the heap. The queue guards them; neither taking nor giving back waits for one.
     */
    private final ArrayBlockingQueue<Deflater> idle =
            new ArrayBlockingQueue<>(Math.max(4, Runtime.getRuntime().availableProcessors()));

    @Override
    public int id() {
        return Compressors.DEFLATE;
    }

    @Override
    public String name() {
        return "deflate";
    }

    @Override
    public int maxExpansion() {
        return 1032;
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int position) {
        Deflater deflater = idle.poll();
        if (deflater == null) {
            deflater = new Deflater(Deflater.BEST_SPEED, true);
        }
        deflater.setInput(source, offset, length);
        deflater.finish();
        int end = position;
        while (!deflater.finished() && end < target.length) {
            end += deflater.deflate(target, end, target.length - end);
        }
        boolean complete = deflater.finished();
        deflater.reset();
        if (!idle.offer(deflater)) {
            deflater.end();
        }
        return complete ? end - position : -1;
    }

    @Override
    public void decompress(byte[] source, int offset, int length, byte[] target) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(source, offset, length);
            int end = 0;
            while (end < target.length) {
                int count = inflater.inflate(target, end, target.length - end);
                if (count == 0) {
                    throw new DataFormatException("it ends after " + end + " of " + target.length + " bytes");
                }
                end += count;
            }
            // The mark of the end is read only when there is room for more.
            if (inflater.inflate(new byte[1]) > 0 || !inflater.finished() || inflater.getRemaining() > 0) {
                throw new DataFormatException("it does not end after " + target.length + " bytes");
            }
        } finally {
            inflater.end();
        }
    }
}
