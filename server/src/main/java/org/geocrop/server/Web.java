package org.geocrop.server;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Maps of other origins may read; only pages of this origin may execute. */
@Configuration(proxyBeanMethods = false)
class Web implements WebMvcConfigurer {

    @Override
    public void addCorsMappings(CorsRegistry registry) {
        registry.addMapping("/**")
                .allowedOrigins("*")
                .allowedMethods("GET", "HEAD")
                .allowedHeaders("Range", "If-None-Match")
                .exposedHeaders("Content-Range", "Accept-Ranges", "ETag", "Content-Length");
    }
}
