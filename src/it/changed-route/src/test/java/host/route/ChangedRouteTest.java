package host.route;

import java.util.Map;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.plumelookup.PlumeLookup;
import org.plumelookup.fake.FakePlume;

class ChangedRouteTest extends CamelTestSupport {
    @AutoClose
    private final FakePlume plume = new FakePlume();

    @Override
    protected RoutesBuilder createRouteBuilder() throws Exception {
        context.getPropertiesComponent().addOverrideProperty("plume.success.uri", "mock:success");
        context.getPropertiesComponent().addOverrideProperty("plume.error.uri", "mock:error");
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveResource(context, "file:routes/plume-to-channels.camel.yaml"));
        return PlumeLookup.routes(
                Map.of("plume.api.url", plume.url(), "plume.auth.token", "Bearer " + plume.issueToken()));
    }

    @Test
    void accountsThatAreNotProvisionedYetGoIntoAFolderOfTheirOwn() throws Exception {
        AdviceWith.adviceWith(
                context, "plume-to-error", to -> to.weaveByToUri("file:*").replace().to("mock:folder"));
        getMockEndpoint("mock:folder").expectedMessageCount(1);
        getMockEndpoint("mock:success").expectedMessageCount(1);
        getMockEndpoint("mock:error").expectedMessageCount(1);

        template.sendBody("direct:plume-lookup", "NONE-1");
        template.sendBody("direct:plume-lookup", "ACC-2");
        template.sendBody("direct:plume-lookup", "S404-3");

        MockEndpoint.assertIsSatisfied(context);
    }
}
