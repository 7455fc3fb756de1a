package host.boot;

import org.apache.camel.RoutesBuilder;
import org.plumelookup.PlumeLookup;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** The host: one bean adds the lookup, its settings stand in application.yaml. */
@SpringBootApplication
public class Host {
    public static void main(String[] args) {
        SpringApplication.run(Host.class, args);
    }

    @Bean
    @ConditionalOnProperty(name = "host.lookup", havingValue = "true")
    RoutesBuilder plumeLookup() {
        return PlumeLookup.routes();
    }
}
