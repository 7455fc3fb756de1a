package org.plumelookup.observe.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.observe.ObserveSettings;
import org.plumelookup.observe.status.StatusAccess.Decision;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;

/** Who sees the status page, and whether with account IDs. */
class StatusAccessTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:9876",
                "localhost:9876",
                "LOCALHOST",
                "localhost",
                "[::1]:1",
                "crm-host:80",
                "CRM-Host"
            })
    void withoutAPasswordThisMachineSeesItByItsOwnNames(String host) throws IOException {
        assertThat(open("127.0.0.1", "crm-host").decide(host, null)).isEqualTo(Decision.WITHOUT_IDS);
        assertThat(open("127.0.0.1", "crm-host").decide(host, "Basic eDp5")).isEqualTo(Decision.WITHOUT_IDS);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "evil.example:9876",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.1@evil.example",
                "localhost:x",
                "localhost:9876:1",
                "[::1].evil.example",
                "127.0.0.2"
            })
    void aNameThatLeadsHereFromElsewhereIsRefused(String host) throws IOException {
        assertThat(open("127.0.0.1", "127.0.0.1").decide(host, null)).isEqualTo(Decision.FOREIGN_HOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
    void withoutAPasswordOtherMachinesSeeNothing(String address) throws IOException {
        assertThat(open(address, address).decide("localhost", null)).isEqualTo(Decision.CLOSED);
    }

    @Test
    void withAPasswordWhoeverGivesItSeesAll() throws IOException {
        StatusAccess access = access("s3cret: p\u00e4ss\n");
        assertThat(access.decide("any.example", basic("plume:s3cret: p\u00e4ss")))
                .isEqualTo(Decision.WITH_IDS);
        assertThat(access.decide("any.example", basic(":s3cret: p\u00e4ss"))).isEqualTo(Decision.WITH_IDS);
        assertThat(access.decide(null, BasicAuthentication.header("s3cret: p\u00e4ss")))
                .isEqualTo(Decision.WITH_IDS);
        assertThat(access.decide(
                        "localhost", "bAsIc " + basic("a:s3cret: p\u00e4ss").substring(6)))
                .isEqualTo(Decision.WITH_IDS);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "Basic", "Basic ", "Basic !!!", "Bearer s3cret", "Basic czNjcmV0eA==", "Basic OnMzY3JldHg="})
    void withAPasswordEverybodyElseIsAskedForIt(String authorization) throws IOException {
        assertThat(access("s3cret").decide("localhost", authorization)).isEqualTo(Decision.ASK);
    }

    @Test
    void aNewPasswordCountsAtOnce() throws IOException {
        StatusAccess access = access("one");
        Files.writeString(folder.resolve("password"), "two\r\n");
        assertThat(access.decide("localhost", basic("plume:two"))).isEqualTo(Decision.WITH_IDS);
        assertThat(access.decide("localhost", basic("plume:one"))).isEqualTo(Decision.ASK);
    }

    @Test
    void aFileThatGoesAwayLeavesThePasswordAsItWas() throws IOException {
        StatusAccess access = access("one");
        Files.delete(folder.resolve("password"));
        assertThat(access.decide("localhost", basic("plume:"))).isEqualTo(Decision.ASK);
        assertThat(access.decide("localhost", basic("plume:one"))).isEqualTo(Decision.WITH_IDS);
    }

    private static StatusAccess open(String address, String host) throws IOException {
        return new StatusAccess(InetAddress.getByName(address), host, null);
    }

    private StatusAccess access(String password) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), password);
        Settings keys = Settings.of(Map.of(ObserveSettings.PASSWORD_FILE, file.toString()), InstanceName.PLUME);
        return new StatusAccess(
                InetAddress.getByName("0.0.0.0"),
                "0.0.0.0",
                keys.secretFile(ObserveSettings.PASSWORD_FILE).orElseThrow());
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    }
}
