// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedLibrariesTest {

    @Test
    void missingLibrariesAreThoseNotFound() {
        assertThat(SharedLibraries.missing("""
                        \tlinux-vdso.so.1 (0x00007f97f7692000)
                        \tlibevent-2.1.so.7 => not found
                        \tlibssl.so.3 => /lib/libssl.so.3 (0x00007f97f7507000)
                        \tlibsasl2.so.2 => not found
                        """)).containsExactly("libevent-2.1.so.7", "libsasl2.so.2");
    }

    @Test
    void packagesAreTheLibrariesAmongTheDependencies() {
        assertThat(SharedLibraries.packages("adduser, lsb-base (>= 3.2-13), perl:any, libc6 (>= 2.34),"
                        + " libevent-2.1-7t64 (>= 2.1.8-stable), libsasl2-2 (>= 2.1.28) | libsasl3, libssl3:amd64"))
                .containsExactly("libevent-2.1-7t64", "libsasl2-2", "libssl3");
        assertThat(SharedLibraries.packages("\n")).isEmpty();
    }
}
