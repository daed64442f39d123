// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake is answered with the value, the place, and what to write instead. */
class BadConfigurationTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://h:1/n                     | has the scheme [http]: write memcached://, for example
            file:/etc/ketch.conf             | has the scheme [file]: write memcached://, for example
            h1                               | has the scheme [null]: write memcached://, for example
            memcached:h1                     | has no // before its servers: write it like memcached://
            memcached:///n                   | names no server: write memcached://host:port/..., or set the property [ketch.servers]
            memcached://u:secret@h/n         | names a user: a URI is shown in JMX and logs
            memcached://h/n#part             | has a fragment, which means nothing here: leave it out
            memcached://h/a/b                | has the path [/a/b]: the path is the namespace, one segment; write / within it as %2F
            memcached://h/a/                 | has the path [/a/]
            memcached://h:0/n                | server [h:0] in uri [memcached://h:0/n]: the port [0] is not a number from 1 to 65535
            memcached://h:65536,g/n          | server [h:65536] in uri [memcached://h:65536,g/n]: the port [65536] is not
            memcached://h:port,g/n           | the port [port] is not a number from 1 to 65535
            memcached://h:,g/n               | the port [] is not a number from 1 to 65535
            memcached://h:1:0,g/n            | the weight [0] is not a number from 1 to 1000
            memcached://h:1:11211,g/n        | the weight [11211] is not a number from 1 to 1000
            memcached://h:1:2:3,g/n          | server [h:1:2:3] in uri [memcached://h:1:2:3,g/n]: write an IPv6 address in brackets
            memcached://:11211,g/n           | server [:11211] in uri [memcached://:11211,g/n]: the host is empty; write host:port, for example localhost:11211
            memcached://h1,,h2/n             | it has no host; write host:port, or leave out the comma too many
            memcached://h1,h2,/n             | it has no host; write host:port, or leave out the comma too many
            memcached://h1;h2/n              | [h1;h2] is no host name or address; write host:port
            memcached://%5B::g%5D,h/n        | [::g] is no IPv6 address; write it as [::1]:11211
            memcached://%5B::1,h/n           | the bracket is not closed
            memcached://%5B::1%5D1,h/n       | after the bracket only a port may follow
            memcached://h:1,g,H:1/n          | server [H:1] is listed twice in uri [memcached://h:1,g,H:1/n]: list it once
            memcached://h,h:11211/n          | server [h:11211] is listed twice
            memcached://h/n?timeuot=1s       | unknown option [timeuot] in uri [memcached://h/n?timeuot=***]: did you mean [timeout]?
            memcached://h/n?TIMEOUT=1s       | did you mean [timeout, connectTimeout, listTimeout, timeoutsUntilDown]?
            memcached://h/n?max-queued-byte=1| did you mean [maxQueuedBytes]?
            memcached://h/n?colour=red       | unknown option [colour] in uri [memcached://h/n?colour=***]: options are [config, servers, serverFile, serverFilePoll, ring, namespace, timeout,
            memcached://h/n?timeout          | option [timeout] has no value in uri
            memcached://h/n?timeout=1s&timeout=1s | option [timeout] is given twice in uri
            memcached://h/n?servers=g        | option [servers] stands in the query of uri
            memcached://h/n?timeout=250      | option [timeout] has the value [250] in uri [memcached://h/n?timeout=250]: write a duration like 250ms, 2s or 1m, above 0 and at most 24h (the default is 1s)
            memcached://h/n?timeout=         | option [timeout] has the value [] in uri
            memcached://h/n?timeout=0ms      | option [timeout] has the value [0ms]
            memcached://h/n?timeout=-1s      | option [timeout] has the value [-1s]
            memcached://h/n?timeout=25h      | option [timeout] has the value [25h]
            memcached://h/n?timeout=1d       | option [timeout] has the value [1d]
            memcached://h/n?timeout=999999999999999999h | option [timeout] has the value
            memcached://h/n?maxQueuedBytes=64| option [maxQueuedBytes] has the value [64] in uri [memcached://h/n?maxQueuedBytes=64]: write a size like 512KB or 64MB, above 0 (the default is 64MB)
            memcached://h/n?maxQueuedBytes=64TB | option [maxQueuedBytes] has the value [64TB]
            memcached://h/n?maxQueuedBytes=999999999999999999GB | option [maxQueuedBytes] has the value
            memcached://h/n?ring=ketama      | option [ring] has the value [ketama] in uri [memcached://h/n?ring=ketama]: write one of libmemcached, libketama, spymemcached, spymemcached-libmemcached (the default is libmemcached)
            memcached://h/n?ring=LIBKETAMA   | option [ring] has the value [LIBKETAMA] in uri
            memcached://10.0.0.1,h/n?ring=spymemcached | option [ring] is [spymemcached] in uri [memcached://10.0.0.1,h/n?ring=spymemcached]: server [h:11211] is given by name, but ring [spymemcached] knows literal addresses only
            memcached://h/n?serverFile=/s    | option [servers] is [h] in uri [memcached://h/n?serverFile=/s] but option [serverFile] is [/s] in uri [memcached://h/n?serverFile=/s]: leave one of them out
            memcached:///n?serverFile=/no/s  | option [serverFile] is [/no/s] in uri [memcached:///n?serverFile=/no/s]: server file [/no/s] does not exist: check the path
            memcached:///n?serverFile=       | option [serverFile] has the value [] in uri [memcached:///n?serverFile=]: write the path of a file, or none
            memcached:///n?serverFile=%00    | option [serverFile] has the value
            memcached:///n?serverFile=none   | names no server: write memcached://host:port/..., or set the property [ketch.servers] or [ketch.serverFile]
            memcached://h/n?serializer=kyro  | option [serializer] has the value [kyro] in uri [memcached://h/n?serializer=kyro]: write kryo, java, string, bytes or the full name of a class; did you mean [kryo]? (the default is kryo)
            memcached://h/n?serializer=a.b-c | option [serializer] has the value [a.b-c]
            memcached://h/n?rawKeys=none     | option [rawKeys] has the value [none] in uri [memcached://h/n?rawKeys=none]: write prefixed or plain (the default is prefixed)
            memcached://h/n?keyPrefix=a%20b  | option [keyPrefix] has the value [a b]
            memcached://h/n?classPolicy=shut | option [classPolicy] has the value [shut] in uri [memcached://h/n?classPolicy=shut]: write open or strict (the default is open)
            memcached://h/n?allowClasses=a..b | option [allowClasses] has the value [a..b]
            memcached://h/n?compression=zip  | option [compression] has the value [zip] in uri [memcached://h/n?compression=zip]: write deflate or lz4 (the default is deflate)
            memcached://h/n?compressionThreshold=8 | option [compressionThreshold] has the value [8] in uri [memcached://h/n?compressionThreshold=8]: write a size like 8KB, above 0, or off (the default is 8KB)
            memcached://h/n?maxDepth=0       | option [maxDepth] has the value [0]
            memcached://h/n?firstProbe=3s    | option [firstProbe] is [3s] in uri [memcached://h/n?firstProbe=3s], longer than option [longestProbe] is [2s] in the defaults: make
            memcached://h/n?firstProbe=3s&longestProbe=1s | option [firstProbe] is [3s] in uri [memcached://h/n?firstProbe=3s&longestProbe=1s], longer than option [longestProbe] is [1s] in uri
            memcached://h/n?batchesInFlight=0 | option [batchesInFlight] has the value [0] in uri [memcached://h/n?batchesInFlight=0]: write a whole number above 0 (the default is 4)
            memcached://h/n?batchesInFlight=x | option [batchesInFlight] has the value [x]
            memcached://h/n?batchesInFlight=99999999999 | option [batchesInFlight] has the value
            """)
    void inAUri(String uri, String message) {
        assertThatThrownBy(() -> KetchSettings.of(URI.create(uri), null))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ketch.timeuot  | 1s     | unknown option [timeuot] in property [ketch.timeuot]: did you mean [timeout]?
            ketch.timeout  | fast   | option [timeout] has the value [fast] in property [ketch.timeout]: write a duration
            ketch.servers  | h:99999| server [h:99999] in property [ketch.servers]: the port [99999]
            ketch.servers  | ::1    | server [::1] in property [ketch.servers]: the host is empty
            ketch.servers  | fe80::1:2| write an IPv6 address in brackets, as [::1]:11211
            ketch.uri      | memcached://h | property [ketch.uri] is read as a system property only
            """)
    void inAProperty(String name, String value, String message) {
        Properties properties = new Properties();
        properties.setProperty(name, value);

        assertThatThrownBy(() -> KetchSettings.of(KetchSettings.DEFAULT_URI, properties))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ketch.timeout   | 2s | option [timeout] is [1s] in uri [memcached://h/n?timeout=1s] but [2s] in property [ketch.timeout]: leave one of them out
            ketch.namespace | m  | option [namespace] is [n] in uri
            ketch.servers   | g  | option [servers] is [h] in uri
            ketch.serverFile| /s | option [servers] is [h] in uri [memcached://h/n?timeout=1s] but option [serverFile] is [/s] in property [ketch.serverFile]: leave one of them out
            """)
    void uriAndPropertiesThatContradictEachOther(String name, String value, String message) {
        Properties properties = new Properties();
        properties.setProperty(name, value);

        assertThatThrownBy(() -> KetchSettings.of(URI.create("memcached://h/n?timeout=1s"), properties))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whoWantsProbesInQuickSuccessionNeedNotSayWhenTheFirstIs() {
        KetchSettings settings = KetchSettings.of(URI.create("memcached://h/n?longestProbe=50ms"), null);
        assertThat(settings.client().firstProbe()).isEqualTo(Duration.ofMillis(50));
        assertThat(settings.client().longestProbe()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void aPasswordIsNotRepeated() {
        for (String uri :
                new String[] {"memcached://user:secret@h1,h2/n", "http://user:secret@h/n", "memcached:u:secret@h"}) {
            Throwable failure = catchThrowable(() -> KetchSettings.of(URI.create(uri), null));

            assertThat(failure).isInstanceOf(ConfigurationException.class);
            assertThat(failure.getMessage()).doesNotContain("secret").contains("***@h");
        }
    }
}
