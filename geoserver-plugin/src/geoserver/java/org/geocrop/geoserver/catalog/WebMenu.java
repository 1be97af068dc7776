package org.geocrop.geoserver.catalog;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;

/** Adds the page to GeoServer's menu, where GeoServer has its web interface; by names alone, since it may not have it. */
public final class WebMenu implements BeanDefinitionRegistryPostProcessor {

    private static final String ENTRY = "org.geoserver.web.MenuPageInfo";
    private static final String CATEGORY = "aboutStatusCategory";
    private static final int ORDER = 60;

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (registry.containsBeanDefinition(CATEGORY)) {
            registry.registerBeanDefinition(
                    "geocropMenuPage",
                    BeanDefinitionBuilder.genericBeanDefinition(ENTRY)
                            .addPropertyValue("id", "geocrop")
                            .addPropertyValue("titleKey", "GeocropPage.title")
                            .addPropertyValue("descriptionKey", "GeocropPage.description")
                            .addPropertyValue("componentClass", "org.geocrop.geoserver.catalog.GeocropPage")
                            .addPropertyValue("category", new RuntimeBeanReference(CATEGORY))
                            .addPropertyValue("icon", "../img/icons/geosilk/map.png")
                            .addPropertyValue("order", ORDER)
                            .getBeanDefinition());
        }
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        // The entry is there already.
    }
}
