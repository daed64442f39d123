// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManagerSerializersTest {
    @Test
    void allCachesShareWhatACompressorKeepsOutsideTheHeap() {
        ManagerSerializers shared = new ManagerSerializers(getClass().getClassLoader());
        assertThat(shared.compressor("deflate")).isSameAs(shared.compressor("deflate"));
    }
}
