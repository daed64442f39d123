// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.serialization;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Text that compresses as prose does: few words are frequent and many are rare (Zipf's law), some come in fixed phrases,
 * in sentences and paragraphs. Immutable after loading.
 */
final class Words {
    private static final String FREQUENT =
            "the of and to in is that for it as was with be by on not he his but at are this"
                    + " have from or had an they which one you were all her she there would their we him been has when who will no"
                    + " more if out so said what up its about than into them can only other time new some could these two may first"
                    + " then do any like my now over such our man me even most made after also did many off before must well back";
    private static final String[] ONSETS =
            "b bl br c ch cl d dr f fl g gr h j l m n p pl pr qu r s sh sp st t th tr v w".split(" ");
    private static final String[] VOWELS = "a e i o u ai ea ee ie oo ou".split(" ");
    private static final String[] ENDS = "n r s t l d m ck nd st ng rd".split(" ");

    private static final List<String> WORDS = words(6_000);
    private static final double[] SUMS = sums(WORDS.size());
    private static final List<String> PHRASES = phrases(3_000);

    private Words() {}

    /** Returns a text of so many ASCII characters. */
    static String text(Random random, int length) {
        StringBuilder text = new StringBuilder(length + 400);
        while (text.length() < length) {
            int words = 6 + random.nextInt(20);
            for (int i = 0; i < words; i++) {
                String next = random.nextInt(4) == 0 ? PHRASES.get(random.nextInt(PHRASES.size())) : any(random);
                text.append(i == 0 ? capital(next) : next);
                text.append(i == words - 1 ? "." : random.nextInt(12) == 0 ? ", " : " ");
            }
            text.append(random.nextInt(7) == 0 ? "\n\n" : " ");
        }
        text.setLength(length);
        return text.toString();
    }

    /** Returns a word as often as prose has it. */
    static String any(Random random) {
        double at = random.nextDouble() * SUMS[SUMS.length - 1];
        int low = 0;
        int high = SUMS.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (SUMS[middle] < at) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return WORDS.get(low);
    }

    /** Returns one of 6,000 words, all as often. */
    static String rare(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static List<String> words(int count) {
        Random random = new Random(1);
        List<String> words = new ArrayList<>(List.of(FREQUENT.split(" ")));
        while (words.size() < count) {
            StringBuilder word = new StringBuilder();
            for (int syllables = 1 + random.nextInt(3); syllables > 0; syllables--) {
                word.append(pick(ONSETS, random)).append(pick(VOWELS, random));
            }
            words.add(word.append(pick(ENDS, random)).toString());
        }
        return List.copyOf(words);
    }

    private static double[] sums(int count) {
        double[] sums = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += 1.0 / (i + 3);
            sums[i] = sum;
        }
        return sums;
    }

    private static List<String> phrases(int count) {
        Random random = new Random(2);
        List<String> phrases = new ArrayList<>();
        while (phrases.size() < count) {
            phrases.add(any(random) + " " + any(random) + (random.nextBoolean() ? " " + any(random) : ""));
        }
        return List.copyOf(phrases);
    }

    private static String pick(String[] parts, Random random) {
        return parts[random.nextInt(parts.length)];
    }
}
