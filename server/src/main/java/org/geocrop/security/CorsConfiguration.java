package org.geocrop.security;

import org.geocrop.http.Replies;
import org.geocrop.settings.Settings;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** HtmlPages of the origins that are configured may read; only pages of this origin may execute. */
@Configuration(proxyBeanMethods = false)
class CorsConfiguration implements WebMvcConfigurer {

    private final Settings settings;

    CorsConfiguration(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void addCorsMappings(CorsRegistry registry) {
        if (settings.corsOrigins().isEmpty()) {
            return;
        }
        registry.addMapping("/**")
                .allowedOrigins(settings.corsOrigins().toArray(new String[0]))
                .allowedMethods("GET", "HEAD")
                .allowedHeaders("Range", "If-None-Match", "Authorization", Replies.API_KEY)
                .exposedHeaders("Content-Range", "Accept-Ranges", "ETag", "Content-Length");
    }
}
